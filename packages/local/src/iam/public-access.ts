import { Readable } from "node:stream"
import { AwsError } from "../aws/errors.ts"
import type { AwsRequest } from "../aws/service.ts"
import { credentialOf } from "../aws/sigv4/credential.ts"
import type { Arns } from "./needs/arns.ts"
import { s3Needs } from "./needs/s3.ts"
import { requestContext } from "./request-context.ts"
import type { ResourcePolicies } from "./resource-policies.ts"

/** Whether S3 may answer an unsigned request, such as a browser's for an object of a public bucket: all that it needs must be open to anybody. */
export function publicAccess({ allowsAnonymous }: Pick<ResourcePolicies, "allowsAnonymous">, arns: Arns) {
  return (request: Omit<AwsRequest, "caller" | "body">): boolean => {
    if (credentialOf(request) !== undefined) return false
    const needed = needsOfUnsigned(request, arns)
    return needed.length > 0 && needed.every(allowsAnonymous)
  }
}

/** None for a request that is none of S3's: the gateway asks for every one. */
function needsOfUnsigned(request: Omit<AwsRequest, "caller" | "body">, arns: Arns) {
  try {
    const anonymous = { ...request, caller: { accessKeyId: "" }, body: Readable.from([]) }
    const contextOf = requestContext("s3", anonymous, Buffer.alloc(0), arns)
    const needed = s3Needs(anonymous, Buffer.alloc(0), arns) ?? []
    return needed.map((need) => ({ ...need, context: { ...contextOf(need), ...need.context } }))
  } catch (error) {
    if (error instanceof AwsError) return []
    throw error
  }
}
