import { commit } from "./commit.ts"
import { findObject, targetOf } from "./find-object.ts"
import type { StoredObject } from "./object-table.ts"
import { readText } from "./payload.ts"
import { record } from "./record.ts"
import type { S3Request } from "./request.ts"
import { parseTagXml, tagXml } from "./tags.ts"
import type { Tags } from "./tags.ts"
import type { S3Internals, S3Operation } from "./types.ts"
import { versionHeader } from "./versioning.ts"

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectTagging.html */
export const getObjectTagging: S3Operation = (request, s3) => {
  const object = findObject(s3, targetOf(request))
  const headers = { "content-type": "application/xml", ...versionHeader(s3, object) }
  return { status: 200, headers, body: tagXml(object.tags) }
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectTagging.html */
export const putObjectTagging: S3Operation = async (request, s3) => {
  const object = await setTags(s3, request, parseTagXml(await readText(request)), "ObjectTagging:Put")
  return { status: 200, headers: versionHeader(s3, object) }
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjectTagging.html */
export const deleteObjectTagging: S3Operation = async (request, s3) => {
  const object = await setTags(s3, request, {}, "ObjectTagging:Delete")
  return { status: 204, headers: versionHeader(s3, object) }
}

async function setTags(
  s3: S3Internals,
  request: S3Request,
  tags: Tags,
  name: "ObjectTagging:Put" | "ObjectTagging:Delete",
): Promise<StoredObject> {
  const object = findObject(s3, targetOf(request), request.method)
  await commit(s3, () => {
    s3.objects.update({ ...object, tags })
    return { freed: [], events: record(s3, name, request, object) }
  })
  return object
}
