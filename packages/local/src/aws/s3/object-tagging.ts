import { commit } from "./commit.ts"
import { recordTags } from "./event-detail.ts"
import { readText } from "./payload.ts"
import type { S3Request } from "./request.ts"
import { parseTagXml, tagXml } from "./tags.ts"
import type { Tags } from "./tags.ts"
import type { S3Event, S3Internals, S3Operation } from "./types.ts"

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectTagging.html */
export const getObjectTagging: S3Operation = (request, s3) => {
  const { tags } = s3.objects.get(request.bucket, request.key)
  return { status: 200, headers: { "content-type": "application/xml" }, body: tagXml(tags) }
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectTagging.html */
export const putObjectTagging: S3Operation = async (request, s3) => {
  await setTags(s3, request, parseTagXml(await readText(request)), "Object Tags Added")
  return { status: 200 }
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjectTagging.html */
export const deleteObjectTagging: S3Operation = async (request, s3) => {
  await setTags(s3, request, {}, "Object Tags Deleted")
  return { status: 204 }
}

async function setTags(s3: S3Internals, request: S3Request, tags: Tags, type: S3Event["type"]): Promise<void> {
  await commit(s3, () => {
    const object = s3.objects.get(request.bucket, request.key)
    s3.objects.setTags(object.bucket, object.key, tags)
    return { freed: [], events: recordTags(s3, request, object, type) }
  })
}
