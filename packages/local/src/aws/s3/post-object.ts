import { commitObject, modificationTime } from "./commit.ts"
import { invalidArgument } from "./errors.ts"
import { readForm } from "./form-data.ts"
import type { Form, FormFile } from "./form-data.ts"
import { storedHeaders } from "./object-headers.ts"
import type { StoredObject } from "./object-table.ts"
import { openPayload } from "./payload.ts"
import { checkPolicy, parsePolicy, withinSizes } from "./post-policy.ts"
import { postResponse } from "./post-response.ts"
import { checkPostSignature } from "./post-signature.ts"
import { checkKeyLength } from "./request.ts"
import type { S3Request } from "./request.ts"
import { parseTagHeader, parseTagXml } from "./tags.ts"
import type { S3Internals, S3Operation } from "./types.ts"
import { versionHeader } from "./versioning.ts"

/** Fields of a form that stand for headers, besides x-amz-*. */
const HEADER_FIELD = /^(cache-control|content-(type|disposition|encoding|language|md5)|expires|x-amz-.*)$/
/** Headers about the transfer of a whole request, which a form's file does not have. */
const TRANSFER_FIELD = /^x-amz-(content-sha256|trailer|decoded-content-length)$/

/** A browser's upload by form. https://docs.aws.amazon.com/AmazonS3/latest/API/RESTObjectPOST.html */
export const postObject: S3Operation = async (request, s3) => {
  // An error leaves the connection open: the browser is to get its response.
  const source = request.body.iterator({ destroyOnReturn: false }) as AsyncIterableIterator<Buffer>
  try {
    const { fields, file } = expanded(await readForm(source, request.headers["content-type"] ?? ""))
    const object = await storeFile(request, s3, fields, file)
    const { headers, ...response } = postResponse(request, object, fields)
    return { ...response, headers: { ...headers, ...versionHeader(s3, object) } }
  } finally {
    await source.return?.()
    request.body.resume()
  }
}

async function storeFile(request: S3Request, s3: S3Internals, fields: Form["fields"], file: FormFile) {
  const { bucket } = request
  const { context } = s3
  const key = keyOf(fields)
  const accessKeyId = checkPostSignature(fields, {
    region: context.region,
    headers: request.headers,
    secretsOf: s3.secretsOf,
  })
  const policy = parsePolicy(fields.get("policy") ?? "")
  checkPolicy(policy, fields, bucket, context.clock.now())
  for (const action of actionsOf(fields))
    s3.authorize(accessKeyId, { action, resource: `arn:aws:s3:::${bucket}/${key}` })
  const form = { ...request, key, headers: headersOf(fields) }
  const described = { headers: storedHeaders(form.headers), tags: tagsOf(fields) }
  const proposed = Number(request.headers["content-length"] ?? 0)
  const payload = openPayload(form, { chunks: withinSizes(file.chunks, policy, proposed) })
  const body = await s3.bodies.write(payload.chunks)
  const { size, md5, checksum } = payload.facts()
  const etag = md5.toString("hex")
  const modified = modificationTime(s3)
  const object = { bucket, key, body, size, md5: etag, etag, modified, checksum, ...described }
  return commitObject(s3, form, object, "ObjectCreated:Post")
}

/** `${filename}` may be in any field; conditions are about what it stands for. */
function expanded({ fields, file }: Form): { fields: Form["fields"]; file: FormFile } {
  if (file === undefined) throw invalidArgument("file", "0", "POST requires exactly one file upload per request.")
  const pairs = [...fields].map(([name, value]) => [name, value.replaceAll("${filename}", () => file.name)] as const)
  return { fields: new Map(pairs), file }
}

/** Tags that come with the object are a permission of their own. */
const actionsOf = (fields: Form["fields"]) =>
  fields.has("tagging") || fields.has("x-amz-tagging") ? ["s3:PutObject", "s3:PutObjectTagging"] : ["s3:PutObject"]

function keyOf(fields: Form["fields"]): string {
  const key = fields.get("key")
  if (key === undefined) {
    const message =
      "Bucket POST must contain a field named 'key'.  If it is specified, please check the order of the fields."
    throw invalidArgument("key", "", message)
  }
  if (key === "") throw invalidArgument("key", "", "User key must have a length greater than 0.")
  checkKeyLength(key)
  return key
}

function headersOf(fields: Form["fields"]): Record<string, string> {
  const headers = [...fields].filter(([name]) => HEADER_FIELD.test(name) && !TRANSFER_FIELD.test(name))
  const acl = fields.get("acl")
  return { ...Object.fromEntries(headers), ...(acl === undefined ? {} : { "x-amz-acl": acl }) }
}

function tagsOf(fields: Form["fields"]): StoredObject["tags"] {
  const xml = fields.get("tagging")
  return xml === undefined ? parseTagHeader(fields.get("x-amz-tagging")) : parseTagXml(xml)
}
