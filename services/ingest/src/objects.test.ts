import { S3ServiceException } from "@aws-sdk/client-s3"
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

it("copies what it was told to copy with its headers and metadata, and says whose it is", async () => {
  const { inputs, objects } = answering({ CopyObjectResult: { ETag: '"e2"' } })
  expect(await objects.copy("photos", { ...copy, object: object({ album: "dogs" }) })).toEqual({ etag: "e2" })
  expect(inputs).toEqual([
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
      Tagging: "darkroom%3Acategory=success",
    },
  ])
})

it("says whose a copy is also where the uploader's metadata leaves no room", async () => {
  const { inputs, objects } = answering({ CopyObjectResult: { ETag: '"e2"' } })
  await objects.copy("photos", { ...copy, object: object({ note: "x".repeat(2030) }) })
  expect(inputs[0]).toMatchObject({ Metadata: { "darkroom-image": "id" } })
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
  const { objects } = answering(refusal("ObjectNotInActiveTierError", 403))
  const copying = objects.copy("photos", { ...copy, object: object({}) })
  await expect(copying).rejects.toThrow(PermanentError)
})

it("deletes only what has the ETag", async () => {
  const { inputs, objects } = answering({})
  await objects.delete("photos", copy.key, "e1")
  expect(inputs).toEqual([{ Bucket: "photos", Key: copy.key, IfMatch: '"e1"' }])
})
