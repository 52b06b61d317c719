import { type GalleryError, refusedUploads, type SignedUpload, type Uploads } from "@darkroom/gallery-api"
import { expect, it } from "vitest"
import { newFile } from "./gallery-cases.ts"
import { galleryUser, photoOf, send, sha256 } from "./gallery-user.ts"
import { appGraph, plainPhoto, startForTest } from "./harness.ts"

const LIMIT = 5
const AT_ONCE = 20

/** Somebody of an app with this limit, whose API answers several requests truly at once. */
async function startLimited(variable: string) {
  const graph = await appGraph(({ functions }) => {
    for (const { id, environment } of functions) if (id === "GalleryApi") environment[variable] = String(LIMIT)
  })
  const app = await startForTest({ graph, concurrency: 6 })
  return galleryUser(app.engine, "Ada")
}

const isSigned = (upload: Uploads["uploads"][number]): upload is SignedUpload => "fields" in upload

it.each([
  ["DARKROOM_PHOTOS_PER_DAY", "photosPerDay", 1],
  ["DARKROOM_PHOTOS_PER_DAY", "photosPerDay", 3],
  ["DARKROOM_PARALLEL_UPLOADS", "parallelUploads", 1],
  ["DARKROOM_PARALLEL_UPLOADS", "parallelUploads", 3],
])("signs no more than %s allows when many ask at once (%s, %i files each)", async (variable, limit, files) => {
  const ada = await startLimited(variable)
  const statuses: number[] = []
  const request = () =>
    ada.client
      .signUploads({ body: { files: Array.from({ length: files }, () => newFile()) } })
      .catch((error: GalleryError) => {
        statuses.push(error.status)
        return refusedUploads(error) ?? Promise.reject(error)
      })
  const asked = Date.now()
  const answers = await Promise.all(Array.from({ length: AT_ONCE }, request))

  const uploads = answers.flatMap((answer) => answer.uploads)
  const signed = uploads.filter(isSigned)
  expect([uploads.length, signed.length]).toEqual([AT_ONCE * files, LIMIT])
  expect(new Set(statuses)).toEqual(new Set([429]))
  expect(new Set(signed.map(({ uploadId }) => uploadId)).size).toBe(LIMIT)
  const { used, limits, resetsAt } = await ada.client.getMe()
  expect([used.photos, used.uploads, limits[limit as keyof typeof limits]]).toEqual([LIMIT, LIMIT, LIMIT])

  for (const refused of uploads.filter((upload) => !isSigned(upload))) {
    const error = {
      code: "LimitReached",
      message: expect.stringMatching(/ at \d{4}-\d\d-\d\d \d\d:\d\d UTC\b/) as string,
    }
    expect(refused).toMatchObject({ error: { ...error, details: { limit } } })
    const { details } = (refused as { error: { details: { resetsAt: string } } }).error
    if (limit === "photosPerDay") expect(details.resetsAt).toBe(resetsAt)
    else expect(Date.parse(details.resetsAt)).toBeGreaterThan(asked)
  }

  // Their forms are good, so they count on.
  for (const { uploadId } of signed) await ada.client.cancelUpload({ params: { uploadId } })
  const again = await Promise.all(Array.from({ length: 6 }, request))
  expect(again.flatMap((answer) => answer.uploads.filter(isSigned))).toEqual([])
})

it("makes one photo of a form that was cancelled and then posted six times", async () => {
  const app = await startForTest()
  const ada = await galleryUser(app.engine, "Ada")
  const body = await plainPhoto()
  const file = newFile({ size: body.length, sha256: sha256(body) })
  const { uploads } = await ada.client.signUploads({ body: { files: [file] } })
  const [signed] = uploads.filter(isSigned)
  await ada.client.cancelUpload({ params: { uploadId: signed!.uploadId } })
  for (let posts = 0; posts < 6; posts++) expect((await send(signed!, body, "image/jpeg")).status).toBe(204)
  await photoOf(ada, signed!.uploadId)
  await app.idle()

  const own = app.seen.filter(({ detail }) => JSON.stringify(detail).includes(signed!.uploadId))
  const count = (type: string) => own.filter((event) => event["detail-type"] === type).length
  expect([count("ImageUploaded"), count("MetadataExtracted"), count("ImageReplaced")]).toEqual([1, 1, 0])
  expect((await ada.client.getMe()).used).toMatchObject({ photos: 1, bytes: body.length, uploads: 0 })
  expect((await ada.client.listPhotos({ query: {} })).photos).toHaveLength(1)
})
