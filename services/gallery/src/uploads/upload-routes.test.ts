import { errorSchema, meSchema, type SignedUpload, signedUploadSchema, uploadsSchema } from "@darkroom/gallery-api"
import { createHash } from "node:crypto"
import { describe, expect, it } from "vitest"
import { albumMetadataTable } from "../album-metadata-table.fixture.ts"
import { call, claimsOf, type FakePhoto, type GalleryFixtureOptions, LIMITS, startGallery } from "../gallery.fixture.ts"

const { documents, newOwner, items } = albumMetadataTable()

function start(limits: GalleryFixtureOptions["limits"] = {}, photos: readonly Omit<FakePhoto, "owner">[] = []) {
  const owner = newOwner()
  const gallery = startGallery(documents, { limits: limits ?? {}, photos: photos.map((one) => ({ ...one, owner })) })
  const claims = claimsOf(owner)
  const sign = async (...files: object[]) => {
    const { status, body } = await call(gallery, "signUploads", { claims, body: { files } })
    expect(status).toBe(200)
    return uploadsSchema.parse(body).uploads
  }
  const signOne = async (file: object) => signedUploadSchema.parse((await sign(file))[0])
  const me = async () => meSchema.parse((await call(gallery, "getMe", { claims })).body)
  const cancel = (uploadId: string) => call(gallery, "cancelUpload", { claims, params: { uploadId } })
  return { ...gallery, owner, sign, signOne, me, cancel }
}

const sha256 = createHash("sha256").update("cat").digest("hex")
const cat = { clientId: "1", name: "cat.jpg", size: 1000, contentType: "image/jpeg", sha256 }

function policyOf({ fields }: SignedUpload) {
  return JSON.parse(Buffer.from(fields["Policy"]!, "base64").toString()) as {
    expiration: string
    conditions: (Record<string, string> | unknown[])[]
  }
}

describe("a signed form", () => {
  it("lets exactly this file in, under a key of the caller's", async () => {
    const { owner, signOne } = start()
    const upload = await signOne(cat)
    const key = `private/${owner}/uploads/${upload.uploadId}/cat.jpg`
    expect(upload).toMatchObject({ clientId: "1", key, expiresAt: "2026-11-21T12:10:00.000Z" })
    expect(upload.fields).toMatchObject({
      key,
      bucket: "photos",
      "Content-Type": "image/jpeg",
      "x-amz-checksum-algorithm": "SHA256",
      "x-amz-checksum-sha256": Buffer.from(sha256, "hex").toString("base64"),
    })
    expect(policyOf(upload).conditions).toContainEqual(["content-length-range", 1000, 1000])
  })

  it("has its every field held by the policy, so that none can be added or changed", async () => {
    const upload = await start().signOne(cat)
    const { conditions } = policyOf(upload)
    const { Policy: _, "X-Amz-Signature": __, ...fields } = upload.fields
    for (const [name, value] of Object.entries(fields)) expect(conditions).toContainEqual({ [name]: value })
    expect(conditions).toHaveLength(Object.keys(fields).length + 1)
    expect(JSON.stringify(conditions)).not.toContain("starts-with")
  })

  it("is good for ten minutes", async () => {
    const before = Date.now()
    const { expiration } = policyOf(await start().signOne(cat))
    const minutes = (Date.parse(expiration) - before) / 60_000
    expect(minutes).toBeGreaterThan(9.9)
    expect(minutes).toBeLessThan(10.1)
  })

  it.each([
    ["", "application/octet-stream"],
    ["image/jpeg\r\nx-evil: 1", "application/octet-stream"],
    ["application/pdf", "application/pdf"],
  ])("says of the type %j that it is %j", async (contentType, signed) => {
    expect((await start().signOne({ ...cat, contentType })).fields["Content-Type"]).toBe(signed)
  })

  it.each(["${filename}", "../../other/uploads/x", "a\u0000b"])("keeps the name %j within its key", async (name) => {
    const { key, uploadId } = await start().signOne({ ...cat, name })
    expect(key.split("/")).toHaveLength(5)
    expect(key.split("/")[3]).toBe(uploadId)
    // oxlint-disable-next-line no-control-regex -- they are what must not be there
    expect(key).not.toMatch(/\$\{|[\u0000-\u001f]/)
  })
})

describe("a file that is not to be uploaded", () => {
  it("is refused alone, and reserves nothing", async () => {
    const { sign, me } = start({}, [{ photoId: "p1", sha256: "d".repeat(64) }])
    const uploads = await sign(
      { ...cat, clientId: "large", size: LIMITS.bytesPerPhoto + 1 },
      { ...cat, clientId: "known", sha256: "d".repeat(64) },
      { ...cat, clientId: "good" },
      { ...cat, clientId: "lost", albumId: "none" },
    )
    expect(uploads).toMatchObject([
      { clientId: "large", error: { code: "TooLarge", details: { bytesPerPhoto: LIMITS.bytesPerPhoto } } },
      { clientId: "known", duplicateOf: "p1" },
      { clientId: "good", key: expect.any(String) as string },
      { clientId: "lost", error: { code: "NotFound" } },
    ])
    expect((await me()).used).toEqual({ photos: 1, bytes: cat.size, uploads: 1 })
  })

  it.each([
    ["cat.mp4", "video/mp4"],
    ["cat.MOV", "video/quicktime"],
    ["cat.webm", "video/webm"],
    ["cat.mkv", "video/x-matroska"],
    ["cat.mkv", ""],
    ["cat", "video/mp4"],
  ])("may be as large as a video may be where it says to be one: %s, %j", async (name, contentType) => {
    const { sign, signOne } = start()
    const video = { ...cat, name, contentType }
    const { fields } = await signOne({ ...video, size: LIMITS.bytesPerVideo })
    expect(fields["Content-Type"]).toBe(contentType || "application/octet-stream")
    const [refused] = await sign({ ...video, size: LIMITS.bytesPerVideo + 1 })
    expect(refused).toMatchObject({
      error: {
        code: "TooLarge",
        message: "A video may have 8 MB at the most.",
        details: { bytesPerVideo: LIMITS.bytesPerVideo },
      },
    })
  })

  it("may be just as large as a photo may be", async () => {
    await start().signOne({ ...cat, size: LIMITS.bytesPerPhoto })
  })

  it("is told which limit is in its way, and when that opens", async () => {
    const { sign } = start({ photosPerDay: 2 })
    const uploads = await sign(cat, cat, cat)
    const [first, second, third] = uploads
    for (const signed of [first, second]) signedUploadSchema.parse(signed)
    expect(third).toEqual({
      clientId: "1",
      error: {
        code: "LimitReached",
        message: "You have uploaded as many photos and videos today as you may. You can go on at 2026-11-22 00:00 UTC.",
        details: { limit: "photosPerDay", resetsAt: "2026-11-22T00:00:00.000Z" },
      },
    })
  })

  it("cannot be one of more than a hundred", async () => {
    const gallery = start()
    const body = { files: Array.from({ length: 101 }, () => cat) }
    expect((await call(gallery, "signUploads", { claims: claimsOf(gallery.owner), body })).status).toBe(400)
  })
})

it("remembers what an upload is for", async () => {
  const { owner, albums, signOne } = start()
  const { albumId } = await albums.create(owner, "Holiday")
  const { uploadId } = await signOne({ ...cat, name: "a/b.jpg", albumId })
  expect(await items(owner, "UPLOAD#")).toMatchObject([
    { sk: `UPLOAD#${uploadId}`, name: "a_b.jpg", size: 1000, sha256, albumId, state: "reserved", day: "2026-11-21" },
  ])
})

it("counts a cancelled upload on, because its form is still good", async () => {
  const { signOne, cancel, me } = start()
  const { uploadId } = await signOne(cat)
  expect([(await cancel(uploadId)).status, (await cancel(uploadId)).status]).toEqual([204, 204])
  expect((await me()).used).toEqual({ photos: 1, bytes: 1000, uploads: 1 })
})

it("tells the caller the limits and what is used of them", async () => {
  const { owner, signOne, me } = start()
  await signOne(cat)
  expect(await me()).toEqual({
    userId: owner,
    limits: LIMITS,
    used: { photos: 1, bytes: 1000, uploads: 1 },
    resetsAt: "2026-11-22T00:00:00.000Z",
    operator: false,
  })
})

it("answers 429 where a limit stops every file, with the answer for each", async () => {
  const gallery = start({ bytesPerDay: 1 })
  const body = { files: [cat, { ...cat, clientId: "2" }] }
  const { status, body: answer } = await call(gallery, "signUploads", { claims: claimsOf(gallery.owner), body })
  const { error } = errorSchema.parse(answer)
  expect([status, error.code]).toEqual([429, "LimitReached"])
  expect(error.details).toMatchObject({ limit: "bytesPerDay", resetsAt: "2026-11-22T00:00:00.000Z" })
  const { uploads } = uploadsSchema.parse(error.details)
  expect(uploads).toMatchObject(["1", "2"].map((clientId) => ({ clientId, error: { code: "LimitReached" } })))
})
