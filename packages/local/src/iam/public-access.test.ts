import { expect, it } from "vitest"
import { publicAccess } from "./public-access.ts"
import { resourcePolicies } from "./resource-policies.ts"

const everybody = [{ type: "*", identifiers: ["*"] }]
const statements = [{ principals: everybody, actions: ["s3:GetObject"], resources: ["arn:aws:s3:::photos/*"] }]
const isPublic = publicAccess(
  resourcePolicies({ buckets: [{ id: "Photos", arn: "arn:aws:s3:::photos", policy: { statements } }] }),
  { region: "us-east-1", accountId: "000000000000" },
)

it.each([
  ["GET", "/photos/a%20b.jpg", {}, true],
  ["HEAD", "/photos/a.jpg", {}, true],
  ["GET", "/photos/a.jpg?X-Amz-Credential=a/20260101/us-east-1/s3/aws4_request", {}, false],
  [
    "GET",
    "/photos/a.jpg",
    { authorization: "AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/s3/aws4_request" },
    false,
  ],
  ["GET", "/other/a.jpg", {}, false],
  ["GET", "/photos?list-type=2", {}, false],
  ["PUT", "/photos/a.jpg", {}, false],
  ["DELETE", "/photos/a.jpg", {}, false],
  ["POST", "/photos?delete", {}, false],
  ["GET", "/photos?acl", {}, false],
  ["GET", "/photos/%", {}, false],
  ["GET", "/", {}, false],
] as const)("%s %s with %j: %s", (method, url, headers, open) => {
  const [path = "", query] = url.split("?")
  expect(isPublic({ method, path, query: new URLSearchParams(query), headers })).toBe(open)
})
