import { GetObjectCommand, HeadObjectCommand, S3ServiceException } from "@aws-sdk/client-s3"
import { type Image, imageExample, movedKey } from "@darkroom/events"
import { expect, it } from "vitest"
import { PermanentError } from "./errors.ts"
import { originalsIn } from "./originals.ts"

const image: Image = { ...imageExample, profile: "images", key: "images/dog.jpg", etag: "e1" }
const success = movedKey(image, "success") ?? ""
const failure = movedKey(image, "failure") ?? ""

interface Stored {
  readonly etag: string
  readonly imageId?: string
  readonly archived?: boolean
}

function bucketOf(objects: Record<string, Stored>) {
  const asked: string[] = []
  const send = async ({ constructor, input }: HeadObjectCommand | GetObjectCommand) => {
    const { Key = "", IfMatch, Range } = input
    asked.push(`${constructor === HeadObjectCommand ? "HEAD" : "GET"} ${Key}`)
    const object = objects[Key]
    if (object === undefined) throw refusal("NotFound", 404)
    if (IfMatch !== undefined && IfMatch !== `"${object.etag}"`) throw refusal("PreconditionFailed", 412)
    if (constructor === GetObjectCommand && object.archived) throw refusal("InvalidObjectState", 403)
    return {
      ETag: `"${object.etag}"`,
      Metadata: object.imageId === undefined ? {} : { "darkroom-image": object.imageId },
      Body: { transformToByteArray: async () => new TextEncoder().encode(`${object.etag} ${Range ?? "all"}`) },
    }
  }
  return { asked, originals: originalsIn(() => ({ send }) as never) }
}

function refusal(name: string, httpStatusCode: number): S3ServiceException {
  return new S3ServiceException({ name, message: name, $fault: "client", $metadata: { httpStatusCode } })
}

const text = (bytes: Uint8Array | undefined) => bytes && new TextDecoder().decode(bytes)

it("finds an original under its key in one request", async () => {
  const { asked, originals } = bucketOf({ [image.key]: { etag: "e1" } })
  expect(await originals.locate(image)).toEqual(image)
  expect(text(await originals.read(image))).toBe("e1 all")
  expect(asked).toEqual([`HEAD ${image.key}`, `GET ${image.key}`])
})

it("finds one that was moved since, and reads it there", async () => {
  const { originals } = bucketOf({ [image.key]: { etag: "e2" }, [failure]: { etag: "e3", imageId: image.id } })
  expect(await originals.locate(image)).toEqual({ ...image, key: failure, etag: "e3" })
  expect(await originals.exists(image)).toBe(true)
  expect((await originals.head(image))?.ETag).toBe('"e3"')
  expect(text(await originals.read(image, "bytes=0-9"))).toBe("e3 bytes=0-9")
})

it("finds one that was moved a second time by where it was first", async () => {
  const { originals } = bucketOf({ [success]: { etag: "e1", imageId: image.id } })
  const before = { ...image, key: failure }
  expect(await originals.locate(before)).toEqual({ ...image, key: success })
})

it("takes no object for the photo's that does not say so", async () => {
  const { originals } = bucketOf({ [success]: { etag: "e1" }, [failure]: { etag: "e1", imageId: "another" } })
  expect([await originals.locate(image), await originals.exists(image), await originals.read(image)]).toEqual([
    undefined,
    false,
    undefined,
  ])
})

it("asks once for a gone original that no rules move", async () => {
  const { asked, originals } = bucketOf({})
  for (const profile of ["labels", "of-last-year"]) expect(await originals.head({ ...image, profile })).toBeUndefined()
  expect(asked).toHaveLength(2)
})

it("says that an archived original has to be restored before it is read", async () => {
  const { originals } = bucketOf({ [success]: { etag: "e1", imageId: image.id, archived: true } })
  expect(await originals.exists(image)).toBe(true)
  const reading = originals.read(image)
  await expect(reading).rejects.toThrow(PermanentError)
  await expect(reading).rejects.toMatchObject({ ownerMessage: "The original is in the archive; restore it first." })
})

it("does not take trouble for an object that is gone", async () => {
  const originals = originalsIn(() => ({ send: async () => Promise.reject(refusal("SlowDown", 503)) }) as never)
  await expect(originals.read(image)).rejects.toThrow("SlowDown")
  await expect(originals.locate(image)).rejects.toThrow("SlowDown")
})
