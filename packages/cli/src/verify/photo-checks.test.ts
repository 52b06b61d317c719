import type { GalleryClient, PhotoDetail, PhotoSummary } from "@darkroom/gallery-api"
import { createHash } from "node:crypto"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import sharp from "sharp"
import { expect, it, onTestFinished } from "vitest"
import { nextFor } from "./next.ts"
import { labelsThere, photoWith, renditionsReadable } from "./photo-checks.ts"
import type { Troubles } from "./troubles.ts"

const { signal } = new AbortController()
const next = nextFor("production")
const none: Troubles = { denials: async () => [], deadLetters: async () => [] }
const sent = { uploadId: "u", name: "sample.jpg", sha256: createHash("sha256").update("original").digest("hex") }

/** A photo that is looked at every second. */
function watch(
  what: object | readonly object[] | undefined,
  troubles: Troubles = none,
  status: PhotoSummary["status"] = "processed",
) {
  let time = 0
  const rest = [what].flat()
  let photo = rest[0]
  const client = {
    listPhotos: async () => {
      time += 1_000
      photo = rest.shift() ?? photo
      return { photos: photo ? [photo] : [], cursor: null }
    },
    getPhoto: async () => photo,
  } as unknown as GalleryClient
  const watching = { client, sent, seconds: 4, signal, troubles, troublesEvery: 1_000, next, now: () => time }
  return photoWith(status, watching)
}

const steps = [
  { step: "metadata", state: "done" },
  { step: "thumbnail", state: "waiting" },
]
const waiting = { photoId: "p", uploadId: "u", status: "processing", steps, problem: null }
const done = { ...waiting, status: "processed", trail: [{ type: "ImageProcessed" }] }

it("gives the photo when it is what it should be, with its last event", async () => {
  expect(await watch(done)).toBe(done)
  await expect(watch({ ...done, trail: [] })).rejects.toMatchObject({
    expected: "sample.jpg to be processed within 4 s",
  })
})

it("says how far a photo is that does not get there in time, and where to look", async () => {
  await expect(watch(undefined)).rejects.toMatchObject({ found: expect.stringMatching(/^no photo yet/) })
  await expect(watch(waiting)).rejects.toMatchObject({
    found: "processing, metadata done, thumbnail waiting",
    next: "npx darkroom status --stage production",
  })
})

it("waits no longer where a call was refused, and names it", async () => {
  const denial = { function: "Thumbnail", action: "s3:PutObject", resource: "arn:aws:s3:::photos/x" }
  await expect(watch(waiting, { ...none, denials: async () => [denial] })).rejects.toMatchObject({
    expected: "sample.jpg to be processed",
    found: "processing, metadata done, thumbnail waiting; Thumbnail may not s3:PutObject on arn:aws:s3:::photos/x",
    next: "stacks/, where Thumbnail is: what it is granted",
  })
})

it("goes on where what went wrong does not hold the photo up", async () => {
  const refused = { function: "Notification", action: "iot:Publish", resource: "arn:aws:iot:::topic/x" }
  const troubles = { ...none, denials: async () => [refused] }
  const beginning = { ...waiting, steps: [] }
  expect(await watch([beginning, waiting, done], troubles)).toBe(done)
})

it("waits no longer where a message was given up, or where the photo is something else", async () => {
  const letter = {
    id: "d1",
    state: "dead",
    since: "2026-11-21T09:30:00Z",
    service: "thumbnail",
    subscriber: "Thumbnail",
    queue: "q",
    class: "permanent",
    error: { name: "Broken", message: "no pixels" },
    attempts: 5,
    event: null,
    imageId: "p",
  } as const
  await expect(watch(waiting, { ...none, deadLetters: async () => [letter] })).rejects.toMatchObject({
    found: expect.stringMatching(/Thumbnail gave up a message \(Broken: no pixels\), dead letter d1$/),
    next: "npx darkroom dlq show d1 --stage production",
  })
  const rejected = { ...waiting, status: "rejected", problem: { message: "It is damaged." } }
  await expect(watch(rejected)).rejects.toMatchObject({ found: expect.stringMatching(/^rejected.*It is damaged\.$/) })
})

it("goes on waiting where troubles cannot be looked up", async () => {
  const failing = { denials: () => Promise.reject(new Error("no")), deadLetters: () => Promise.reject(new Error("no")) }
  await expect(watch(waiting, failing)).rejects.toMatchObject({
    found: "processing, metadata done, thumbnail waiting",
  })
})

/** A photo whose files are at these paths. */
async function photoOf(files: Readonly<Record<string, Uint8Array>>, size = { width: 40, height: 30 }) {
  const server = createServer(({ url = "" }, response) => {
    const file = files[url.slice(1)]
    response.writeHead(file ? 200 : 404).end(file ?? "NoSuchKey")
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  onTestFinished(() => void server.close())
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const thumbnails = [{ ...size, url: `${url}/thumbnail` }]
  return { thumbnails, downloads: { original: `${url}/original`, renditions: [] } } as unknown as PhotoDetail
}
const look = (photo: PhotoDetail) => renditionsReadable(photo, sent, { signal, next: next.thumbnail })
const original = Buffer.from("original")
const picture = { create: { width: 40, height: 30, channels: 3 as const, background: "#446688" } }

it("takes renditions that are pictures of their size, with the original that was sent", async () => {
  const thumbnail = await sharp(picture).webp().toBuffer()
  expect(await look(await photoOf({ thumbnail, original }))).toMatchObject({ detail: "40 x 30, and the original" })
  const larger = await photoOf({ thumbnail, original }, { width: 80, height: 60 })
  await expect(look(larger)).rejects.toMatchObject({ expected: "a picture of 80 x 60", found: "40 x 30" })
  const other = await photoOf({ thumbnail, original: Buffer.from("other") })
  await expect(look(other)).rejects.toMatchObject({ found: "5 other bytes" })
})

it("says what is no readable rendition", async () => {
  const cut = (await sharp(picture).png().toBuffer()).subarray(0, 60)
  await expect(look(await photoOf({ thumbnail: cut, original }))).rejects.toMatchObject({
    expected: "a readable picture of 40 x 30",
  })
  await expect(look(await photoOf({ original }))).rejects.toMatchObject({
    expected: "the rendition of 40 x 30",
    found: 'status 404, "NoSuchKey"',
    next: "npx darkroom dlq list --service thumbnail --stage production",
  })
})

it("misses labels where there are none", async () => {
  const photo = { labels: [] } as unknown as PhotoDetail
  await expect(labelsThere(photo, next.tagging)).rejects.toMatchObject({ found: "none" })
})
