import mqtt from "mqtt"
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest"
import { type GalleryUser, galleryUser, photoOf, send, sha256 } from "./gallery-user.ts"
import { type App, appGraph, attempts, fixedRecogniser, plainPhoto, startApp, startForTest } from "./harness.ts"

let app: App
let ada: GalleryUser
let eve: GalleryUser

beforeAll(async () => {
  app = await startApp()
  ada = await galleryUser(app.engine, "Ada")
  eve = await galleryUser(app.engine, "Eve")
})
afterAll(() => app.close())

describe("a user", () => {
  it("uploads into an album and sees what is on the photo, and where its parts are", async () => {
    const album = await ada.client.createAlbum({ body: { name: "Holiday" } })
    const { uploadId, status } = await ada.upload("beach 🏖.jpg", await plainPhoto(400), "image/jpeg", album.albumId)
    expect(status).toBeLessThan(300)
    const summary = await photoOf(ada, uploadId)
    expect(summary).toMatchObject({ name: "beach 🏖.jpg", status: "processed", width: 400, height: 400, problem: null })

    const photo = await ada.client.getPhoto({ params: { photoId: summary.photoId } })
    expect(photo.labels[0]).toMatchObject({ name: "Dog", instances: [{ box: { left: 0.125, top: 0.25 } }] })
    expect(photo.trail.map(({ type }) => type)).toEqual(
      expect.arrayContaining(["ImageUploaded", "MetadataExtracted", "ThumbnailGenerated", "ImageTagged"]),
    )
    const thumbnail = await fetch(photo.thumbnails[0]!.url)
    expect([thumbnail.status, thumbnail.headers.get("content-type")]).toEqual([200, "image/webp"])
    const original = await fetch(photo.downloads.original!)
    expect(original.headers.get("content-disposition")).toMatch(/^attachment/)

    await expect
      .poll(async () => (await ada.client.listAlbums()).albums, { timeout: 10_000 })
      .toMatchObject([{ name: "Holiday", photos: 1 }])
    const { photos } = await ada.client.listPhotos({ query: { label: "Dog", minConfidence: 90 } })
    expect(photos.map(({ photoId }) => photoId)).toContain(photo.photoId)
    await app.idle()
    expect((await ada.client.getMe()).used).toMatchObject({ photos: 1, uploads: 0 })
  })

  it("is told of a file that is no photo, and that it was here before", async () => {
    const { uploadId } = await ada.upload("notes.jpg", Buffer.from("no photo at all"))
    const refused = await photoOf(ada, uploadId)
    expect(refused).toMatchObject({ status: "rejected", problem: { step: "metadata", retryable: false } })

    const body = await plainPhoto(410)
    const first = await ada.upload("one.jpg", body)
    const { photoId } = await photoOf(ada, first.uploadId)
    const file = { clientId: "c", name: "two.jpg", size: body.length, contentType: "image/jpeg", sha256: sha256(body) }
    expect(await ada.client.signUploads({ body: { files: [file] } })).toEqual({
      uploads: [{ clientId: "c", duplicateOf: photoId }],
    })
  })

  it("cannot send other bytes, or more of them, than were signed", async () => {
    const body = await plainPhoto(420)
    const file = { clientId: "c", name: "x.jpg", size: body.length, contentType: "image/jpeg", sha256: sha256(body) }
    const { uploads } = await ada.client.signUploads({ body: { files: [file] } })
    const signed = uploads[0] as Parameters<typeof send>[0]
    const longer = Buffer.concat([body, Buffer.from("!")])
    expect(await (await send(signed, longer, "image/jpeg")).text()).toContain("EntityTooLarge")
    const other = Buffer.from(body)
    other[body.length - 1] = (other.at(-1) ?? 0) ^ 1
    expect((await send(signed, other, "image/jpeg")).status).toBe(400)
    expect(
      (await send({ ...signed, fields: { ...signed.fields, key: "private/eve/uploads/x" } }, body, "image/jpeg"))
        .status,
    ).toBe(403)
  })

  it("deletes a photo with its original, renditions and records", async () => {
    const { uploadId } = await ada.upload("gone.jpg", await plainPhoto(430))
    const { photoId } = await photoOf(ada, uploadId)
    const { key } = await ada.client.getPhoto({ params: { photoId } })
    await ada.client.deletePhoto({ params: { photoId } })
    await expect.poll(() => app.keys(key), { timeout: 20_000 }).toEqual([])
    await app.idle()
    await expect(ada.client.getPhoto({ params: { photoId } })).rejects.toMatchObject({ status: 404 })
    expect((await app.keys("private/")).filter((left) => left.includes(photoId))).toEqual([])
  })
})

it("has a failed step tried again when its owner asks for that, and no other step with it", async () => {
  let broken = true
  const sees = fixedRecogniser()
  const unlessBroken =
    <Seen>(see: (bytes: Uint8Array) => Promise<Seen>) =>
    (bytes: Uint8Array) =>
      broken ? Promise.reject(new Error("out of order")) : see(bytes)
  // One feature that is answered would be enough for a photo to be tagged.
  const [detectLabels, detectFaces] = [unlessBroken(sees.detectLabels), unlessBroken(sees.detectFaces)]
  const recogniser = { ...sees, detectLabels, detectFaces }
  const graph = await appGraph((changed) => attempts(changed, "Tagging", 1))
  const failing = await startForTest({ graph, recogniser })
  const user = await galleryUser(failing.engine, "Ada")
  const { uploadId } = await user.upload("again.jpg", await plainPhoto(450))
  const failed = await photoOf(user, uploadId)
  expect(failed).toMatchObject({ status: "failed", problem: { step: "tagging", retryable: true } })
  expect(failed.thumbnails).toHaveLength(2)

  broken = false
  const params = { photoId: failed.photoId }
  expect(await user.client.retryStep({ params, body: { step: "tagging" } })).toEqual({ photos: 1 })
  await photoOf(user, uploadId, ({ status }) => status === "processed")
  await failing.idle()
  expect(failing.count("ThumbnailGenerated", failed.photoId)).toBe(1)
  expect((await user.client.getPhoto({ params })).labels[0]).toMatchObject({ name: "Dog" })
})

describe("realtime", () => {
  const connect = async (user: GalleryUser, topicOf: GalleryUser) => {
    const claims = (of: GalleryUser) =>
      JSON.parse(Buffer.from(of.tokens.access_token.split(".")[1]!, "base64url").toString()) as { sub: string }
    const [live] = app.engine.graph.realtimes
    const { name, stage } = app.engine.graph.app
    const url = `${app.engine.url.replace("http", "ws")}/_live?x-amz-customauthorizer-name=${live!.authorizerName}`
    const socket = await mqtt.connectAsync(url, {
      clientId: `${claims(user).sub}-test`,
      username: "",
      password: user.tokens.access_token,
      protocolVersion: 5,
      reconnectPeriod: 0,
    })
    onTestFinished(() => socket.endAsync(true))
    return { socket, topic: `${name}/${stage}/users/${claims(topicOf).sub}` }
  }

  it("tells the owner of each step at once", async () => {
    const { socket, topic } = await connect(ada, ada)
    const heard: { event: string; photoId: string }[] = []
    socket.on("message", (_, payload) => void heard.push(JSON.parse(payload.toString()) as (typeof heard)[number]))
    await socket.subscribeAsync(topic)
    const { uploadId } = await ada.upload("live.jpg", await plainPhoto(440))
    const { photoId } = await photoOf(ada, uploadId)
    await expect.poll(() => heard.map(({ event }) => event), { timeout: 15_000 }).toContain("ImageProcessed")
    expect(new Set(heard.map((message) => message.photoId))).toEqual(new Set([photoId]))
    expect(heard.map(({ event }) => event)).toEqual(expect.arrayContaining(["MetadataExtracted", "ImageTagged"]))
  })

  it("lets nobody listen to somebody else", async () => {
    const { socket, topic } = await connect(eve, ada)
    const outcome = await socket.subscribeAsync(topic).then(
      (granted) => granted.every(({ qos }) => qos < 128),
      () => false,
    )
    expect(outcome).toBe(false)
  })
})
