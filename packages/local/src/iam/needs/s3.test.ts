import { Readable } from "node:stream"
import { expect, it } from "vitest"
import { s3Needs } from "./s3.ts"

const arns = { region: "us-east-1", accountId: "0" }
const tagging = { "x-amz-tagging": "a=b" }
const ifMatch = (etag: string) => ({ "if-match": etag })
const VERSION = "v".repeat(32)
const copy = (source: string) => ({ "x-amz-copy-source": source })

/** `action resource` of each permission, the resource without what all of S3's ARNs begin with. */
function needsOf(method: string, url: string, headers: Record<string, string>): string[] | undefined {
  const [path = "", query] = url.split("?")
  const parts = { method, path, query: new URLSearchParams(query), headers }
  const needs = s3Needs({ ...parts, body: Readable.from([]), caller: { accessKeyId: "F" } }, Buffer.alloc(0), arns)
  return needs?.map(({ action, resource }) => `${action.replace("s3:", "")} ${resource.replace("arn:aws:s3:::", "")}`)
}

it.each<[string, string, Record<string, string>, string[]]>([
  ["GET", "/", {}, ["ListAllMyBuckets *"]],
  ["HEAD", "/b", {}, ["ListBucket b"]],
  ["GET", "/b?list-type=2&prefix=x", {}, ["ListBucket b"]],
  ["GET", "/b?prefix=x", {}, ["ListBucket b"]],
  ["GET", "/b?uploads", {}, ["ListBucketMultipartUploads b"]],
  ["GET", "/b?location", {}, ["GetBucketLocation b"]],
  ["GET", "/b?versioning", {}, ["GetBucketVersioning b"]],
  ["GET", "/b?cors", {}, ["GetBucketCORS b"]],
  ["GET", "/b?lifecycle", {}, ["GetLifecycleConfiguration b"]],
  ["GET", "/b?publicAccessBlock", {}, ["GetBucketPublicAccessBlock b"]],
  ["GET", "/b?tagging", {}, ["GetBucketTagging b"]],
  ["GET", "/b?notification", {}, ["GetBucketNotification b"]],
  ["GET", "/b?versions&prefix=x&key-marker=k", {}, ["ListBucketVersions b"]],
  ["GET", "/b/a%20b/%25.jpg?x-id=GetObject", {}, ["GetObject b/a b/%.jpg"]],
  ["HEAD", "/b/k", {}, ["GetObject b/k"]],
  ["GET", "/b/k?versionId=null", {}, ["GetObjectVersion b/k"]],
  ["GET", "/b/k?attributes", {}, ["GetObject b/k", "GetObjectAttributes b/k"]],
  ["PUT", "/b/k", {}, ["PutObject b/k"]],
  ["PUT", "/b/k", tagging, ["PutObject b/k", "PutObjectTagging b/k"]],
  ["PUT", "/b/k", copy("/c/a%20b+c"), ["GetObject c/a b+c", "PutObject b/k"]],
  ["PUT", "/b/k", copy("c/a?versionId=null"), ["GetObjectVersion c/a", "PutObject b/k"]],
  ["POST", "/b/k?uploads", {}, ["PutObject b/k"]],
  ["PUT", "/b/k?partNumber=1&uploadId=u", {}, ["PutObject b/k"]],
  ["PUT", "/b/k?partNumber=1&uploadId=u", copy("c/a"), ["GetObject c/a", "PutObject b/k"]],
  ["GET", "/b/k?uploadId=u", {}, ["ListMultipartUploadParts b/k"]],
  ["POST", "/b/k?uploadId=u", {}, ["PutObject b/k"]],
  ["DELETE", "/b/k?uploadId=u", {}, ["AbortMultipartUpload b/k"]],
  ["DELETE", "/b/k", {}, ["DeleteObject b/k"]],
  ["DELETE", "/b/k", ifMatch("*"), ["DeleteObject b/k"]],
  ["DELETE", "/b/k", ifMatch('"etag"'), ["DeleteObject b/k", "GetObject b/k"]],
  ["DELETE", `/b/k?versionId=${VERSION}`, {}, ["DeleteObjectVersion b/k"]],
  ["GET", `/b/k?tagging&versionId=${VERSION}`, {}, ["GetObjectVersionTagging b/k"]],
  ["PUT", `/b/k?tagging&versionId=${VERSION}`, {}, ["PutObjectVersionTagging b/k"]],
  ["DELETE", `/b/k?tagging&versionId=${VERSION}`, {}, ["DeleteObjectVersionTagging b/k"]],
  ["POST", "/b/k?restore", {}, ["RestoreObject b/k"]],
  ["GET", "/b/k?tagging", {}, ["GetObjectTagging b/k"]],
  ["PUT", "/b/k?tagging", {}, ["PutObjectTagging b/k"]],
  ["DELETE", "/b/k?tagging", {}, ["DeleteObjectTagging b/k"]],
])("%s %s with %j", (method, url, headers, needs) => {
  expect(needsOf(method, url, headers)).toEqual(needs)
})

it("leaves an operation that S3 does not have to S3's own error", () => {
  expect(() => needsOf("GET", "/b?acl", {})).toThrow("GetBucketAcl")
})
