import { CopyObjectCommand, S3ServiceException } from "@aws-sdk/client-s3"
import { PermanentError } from "@darkroom/lambda"
import { expect, it } from "vitest"
import { objectsIn } from "./objects.ts"

const copy = {
  key: "images/ü 1+1.jpg",
  to: "analyzed/success/id/ü 1+1.jpg",
  imageId: "id",
  category: "success" as const,
}
const object = (Metadata: Record<string, string>) => ({
  etag: "e1",
  imageId: undefined,
  headers: { ContentType: "image/jpeg", CacheControl: "no-cache", Metadata },
})

/** S3 that keeps what it was asked, and answers the same to all. */
function answering(answer: object | Error) {
  const inputs: object[] = []
  const send = async ({ input }: { input: object }) => {
    inputs.push(input)
    if (answer instanceof Error) throw answer
    return answer
  }
  return { inputs, objects: objectsIn({ send } as never) }
}

function refusal(name: string, httpStatusCode: number): S3ServiceException {
  return new S3ServiceException({ name, message: name, $fault: "client", $metadata: { httpStatusCode } })
}

it("copies what it was told to copy with its headers, metadata and tags, and says whose it is", async () => {
  const TagSet = [
    { Key: "by", Value: "Ada & Eve" },
    { Key: "darkroom:category", Value: "review" },
  ]
  const { inputs, objects } = answering({ CopyObjectResult: { ETag: '"e2"' }, TagSet })
  expect(await objects.copy("photos", { ...copy, object: object({ album: "dogs" }) })).toEqual({ etag: "e2" })
  expect(inputs).toEqual([
    { Bucket: "photos", Key: copy.key },
    {
      Bucket: "photos",
      Key: copy.to,
      CopySource: "photos/images/%C3%BC%201%2B1.jpg",
      CopySourceIfMatch: '"e1"',
      MetadataDirective: "REPLACE",
      ContentType: "image/jpeg",
      CacheControl: "no-cache",
      Metadata: { album: "dogs", "darkroom-image": "id" },
      TaggingDirective: "REPLACE",
      Tagging: "by=Ada+%26+Eve&darkroom%3Acategory=success",
    },
  ])
})

it("says whose a copy is also where the uploader's metadata leaves no room", async () => {
  const { inputs, objects } = answering({ CopyObjectResult: { ETag: '"e2"' } })
  await objects.copy("photos", { ...copy, object: object({ note: "x".repeat(2030) }) })
  expect(inputs.at(-1)).toMatchObject({ Metadata: { "darkroom-image": "id" } })
})

it("adds its tag to the uploader's, and none to ten of them", async () => {
  const own = Array.from({ length: 9 }, (_, index) => ({ Key: `k${index}`, Value: "v" }))
  const nine = answering({ TagSet: own })
  await nine.objects.tag("photos", copy.key, "success")
  const category = { Key: "darkroom:category", Value: "success" }
  expect(nine.inputs.at(-1)).toMatchObject({ Tagging: { TagSet: [...own, category] } })
  const ten = answering({ TagSet: [...own, { Key: "k9", Value: "v" }] })
  await ten.objects.tag("photos", copy.key, "success")
  expect(ten.inputs.at(-1)).toMatchObject({ Tagging: { TagSet: [...own, { Key: "k9", Value: "v" }] } })
})

it.each([
  ["NoSuchKey", 404],
  ["PreconditionFailed", 412],
])("takes %s for an original that is gone", async (name, status) => {
  const { objects } = answering(refusal(name, status))
  expect(await objects.copy("photos", { ...copy, object: object({}) })).toBeUndefined()
  expect(await objects.head("photos", copy.key)).toBeUndefined()
  await objects.delete("photos", copy.key, "e1")
  await objects.tag("photos", copy.key, "success")
})

it("does not try again to move what is archived", async () => {
  const archived = refusal("ObjectNotInActiveTierError", 403)
  // The tags of an archived object can be read.
  const send = async (command: object) =>
    command instanceof CopyObjectCommand ? Promise.reject(archived) : { TagSet: [] }
  const objects = objectsIn({ send } as never)
  const copying = objects.copy("photos", { ...copy, object: object({}) })
  await expect(copying).rejects.toThrow(PermanentError)
})

it("deletes only what has the ETag", async () => {
  const { inputs, objects } = answering({})
  await objects.delete("photos", copy.key, "e1")
  expect(inputs).toEqual([{ Bucket: "photos", Key: copy.key, IfMatch: '"e1"' }])
})

it("reads the beginning of an object, and how large the whole is", async () => {
  const Body = { transformToByteArray: async () => Uint8Array.of(1, 2) }
  const LastModified = new Date("2026-11-21T09:30:00Z")
  const { inputs, objects } = answering({ ETag: '"e1"', ContentRange: "bytes 0-4095/9999", LastModified, Body })
  const peeked = await objects.peek("photos", "a", "e1")
  expect(peeked).toEqual({ etag: "e1", bytes: 9999, lastModified: LastModified, head: Uint8Array.of(1, 2) })
  expect(inputs).toEqual([{ Bucket: "photos", Key: "a", IfMatch: '"e1"', Range: "bytes=0-4095" }])
})

it("has nothing to read of an empty object", async () => {
  const send = async ({ input }: { input: object }) => {
    if ("Range" in input) throw refusal("InvalidRange", 416)
    return { ETag: '"e0"', LastModified: new Date(0) }
  }
  const empty = { etag: "e0", bytes: 0, lastModified: new Date(0), head: new Uint8Array() }
  expect(await objectsIn({ send } as never).peek("photos", "a")).toEqual(empty)
})

it.each([
  ["gone", refusal("NoSuchKey", 404)],
  ["another one", refusal("PreconditionFailed", 412)],
])("finds nothing where an object is %s", async (_, refused) => {
  expect(await answering(refused).objects.peek("photos", "a", "e1")).toBeUndefined()
})

it("says that an archived object cannot be read", async () => {
  const { objects } = answering(refusal("InvalidObjectState", 403))
  await expect(objects.peek("photos", "a")).rejects.toThrow("s3://photos/a is archived")
})
