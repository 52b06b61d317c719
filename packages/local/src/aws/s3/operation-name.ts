import type { S3Request } from "./request.ts"

/** Where the name does not follow from method and sub-resource. */
const SPECIAL_NAMES: Readonly<Record<string, string>> = {
  "GET bucket ": "ListObjects",
  "GET bucket list-type": "ListObjectsV2",
  "GET bucket versions": "ListObjectVersions",
  "GET bucket uploads": "ListMultipartUploads",
  "GET object uploadId": "ListParts",
  "PUT bucket ": "CreateBucket",
  "DELETE bucket ": "DeleteBucket",
  "POST bucket ": "PostObject",
  "POST object restore": "RestoreObject",
  "POST object select": "SelectObjectContent",
  "GET object attributes": "GetObjectAttributes",
  "PUT object partNumber": "UploadPartCopy",
  "GET bucket policyStatus": "GetBucketPolicyStatus",
  "GET bucket object-lock": "GetObjectLockConfiguration",
  "PUT bucket object-lock": "PutObjectLockConfiguration",
  "GET bucket publicAccessBlock": "GetPublicAccessBlock",
  "PUT bucket publicAccessBlock": "PutPublicAccessBlock",
  "DELETE bucket publicAccessBlock": "DeletePublicAccessBlock",
}

/** Sub-resources that AWS names with a longer word. */
const NOUNS: Readonly<Record<string, string>> = {
  lifecycle: "LifecycleConfiguration",
  notification: "NotificationConfiguration",
  accelerate: "AccelerateConfiguration",
  analytics: "AnalyticsConfiguration",
  inventory: "InventoryConfiguration",
  metrics: "MetricsConfiguration",
  "intelligent-tiering": "IntelligentTieringConfiguration",
}

/** What AWS calls the operation, followed by how it was asked for, such as `GetBucketAcl (GET ?acl)`. */
export function operationName({ method, key, query }: S3Request, parameters: readonly string[]): string {
  const subject = key === "" ? "bucket" : "object"
  const [resource = ""] = parameters
  const name =
    query.get("x-id") ?? SPECIAL_NAMES[`${method} ${subject} ${resource}`] ?? derivedName(method, subject, resource)
  const asked = [method, parameters.length > 0 ? `?${parameters.join("&")}` : ""].join(" ").trim()
  return `${name} (${asked})`
}

function derivedName(method: string, subject: string, resource: string): string {
  return [method.toLowerCase(), subject, NOUNS[resource] ?? resource]
    .flatMap((part) => part.split("-"))
    .map(capitalised)
    .join("")
}

const capitalised = (word: string) => word.charAt(0).toUpperCase() + word.slice(1)
