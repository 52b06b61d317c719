import { readBody } from "../aws/body.ts"
import type { Guard } from "../aws/gateway.ts"
import { parseRequest } from "../aws/s3/request.ts"
import type { AwsRequest, AwsResponse, AwsService } from "../aws/service.ts"
import { type SecretsOf, signatureVerifier, withBody } from "../aws/sigv4/verify.ts"
import { deleteObjectsAllowed } from "./delete-objects.ts"
import { accessDenied } from "./errors.ts"
import { type Iam, OWNER } from "./iam.ts"
import type { Need } from "./need.ts"
import type { Arns } from "./needs/arns.ts"
import { needsOf } from "./needs/needs.ts"
import { bucketArn, isDeleteObjects, sourceOf } from "./needs/s3.ts"
import { requestContext } from "./request-context.ts"

/** Verifies who calls, then whether it may. Nothing turns it off. */
export function iamGuard(iam: Iam, arns: Arns, secretsOf: SecretsOf): Guard {
  const verify = signatureVerifier(secretsOf)
  return async (service, unverified) => {
    const request = await verify(service.name, unverified)
    if (request.caller.accessKeyId === OWNER) return service.handle(request)
    if (service.name === "s3") return guardS3(service, request, iam, arns)
    const body = await readBody(request)
    checkAll(service.name, request, needs(service.name, request, body, arns), iam)
    return service.handle(withBody(request, body))
  }
}

const READING = ["s3:GetObject", "s3:GetObjectVersion"]

async function guardS3(service: AwsService, request: AwsRequest, iam: Iam, arns: Arns): Promise<AwsResponse> {
  const needed = needs("s3", request, Buffer.alloc(0), arns)
  checkAll("s3", request, needed, iam)
  if (isDeleteObjects(request)) return deleteObjectsAllowed(service, request, iam)
  const response = await service.handle(request)
  if (isMissingKey(request, response) && needed.some(({ action }) => READING.includes(action)))
    checkMayList(request, iam)
  return response
}

function needs(service: string, request: AwsRequest, body: Buffer, arns: Arns): readonly Need[] {
  const found = needsOf[service]?.(request, body, arns)
  const contextOf = requestContext(service, request, body, arns)
  if (found !== undefined) return found.map((need) => ({ ...need, context: { ...contextOf(need), ...need.context } }))
  const call = `${service}:${request.headers["x-amz-target"]?.split(".").at(-1) ?? `${request.method} ${request.path}`}`
  const message = `The offline engine knows no permission for ${call}: functions may not call it`
  throw accessDenied(service, message)
}

function checkAll(service: string, { caller }: AwsRequest, needed: readonly Need[], iam: Iam): void {
  for (const need of needed) {
    const message = iam.refusal(caller.accessKeyId, need)
    if (message !== undefined) throw accessDenied(service, message)
  }
}

/** A response to HEAD has no body to say what is missing. */
function isMissingKey({ method }: AwsRequest, { status, body }: AwsResponse): boolean {
  return status === 404 && (method === "HEAD" || String(body).includes("<Code>NoSuchKey</Code>"))
}

/** Who may not list a bucket is not told which keys are missing. https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html#API_GetObject_Permissions */
function checkMayList(request: AwsRequest, iam: Iam): void {
  const [source = ""] = sourceOf(request.headers).path.split("/")
  const bucket = source === "" ? parseRequest(request, "").bucket : source
  checkAll("s3", request, [{ action: "s3:ListBucket", resource: bucketArn(bucket) }], iam)
}
