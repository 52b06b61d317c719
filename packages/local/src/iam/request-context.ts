import { parseRequest } from "../aws/s3/request.ts"
import type { AwsRequest } from "../aws/service.ts"
import { dynamodbContext } from "./dynamodb-context.ts"
import type { ConditionContext, Need } from "./need.ts"
import type { Arns } from "./needs/arns.ts"

const S3_PARAMETERS = ["prefix", "delimiter", "max-keys"]

/** What conditions can look at in a request to a service, besides what `needs` says of a permission. */
export function requestContext(
  service: string,
  request: AwsRequest,
  body: Buffer,
  arns: Arns,
): (need: Need) => ConditionContext {
  if (service === "dynamodb") return (need) => dynamodbContext(request, body, need, arns)
  const context = service === "s3" ? s3Context(request) : service === "sns" ? snsContext(body) : {}
  return () => context
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/amazon-s3-policy-keys.html */
function s3Context(request: AwsRequest): ConditionContext {
  const { headers, query } = parseRequest(request, "")
  const sent = Object.entries(headers).filter(([name]) => name.startsWith("x-amz-"))
  return {
    ...Object.fromEntries(sent.map(([name, value]) => [`s3:${name}`, value])),
    ...Object.fromEntries(S3_PARAMETERS.map((name) => [`s3:${name}`, query.get(name) ?? undefined])),
  }
}

/** https://docs.aws.amazon.com/sns/latest/dg/sns-using-identity-based-policies.html#sns-policy-keys */
function snsContext(body: Buffer): ConditionContext {
  const input = new URLSearchParams(body.toString("utf8"))
  return { "sns:Endpoint": input.get("Endpoint") ?? undefined, "sns:Protocol": input.get("Protocol") ?? undefined }
}
