import { errorSchema, type RouteName, routes } from "@darkroom/gallery-api"
import { beforeAll, describe, expect, it } from "vitest"
import { albumMetadataTable } from "./album-metadata-table.fixture.ts"
import { call, claimsOf, type Sent, startGallery } from "./gallery.fixture.ts"

const { documents, items } = albumMetadataTable()
const photo = { owner: "ada", photoId: "adas-photo", sha256: "a".repeat(64) }
const gallery = startGallery(documents, { clientIds: ["page"], photos: [photo] })
const names = Object.keys(routes) as RouteName[]

/** Ada's: what nobody else may see. */
const adas = { albumId: "", photoId: photo.photoId, uploadId: "" }
beforeAll(async () => {
  adas.albumId = (await gallery.albums.create("ada", "Private")).albumId
  await gallery.albums.add("ada", adas.albumId, adas.photoId)
  const file = { clientId: "1", name: "cat.jpg", size: 1, contentType: "image/jpeg", sha256: "b".repeat(64) }
  const { body } = await call(gallery, "signUploads", { claims: claimsOf("ada"), body: { files: [file] } })
  adas.uploadId = (body as { uploads: { uploadId: string }[] }).uploads[0]!.uploadId
})

const bodies: Partial<Record<RouteName, unknown>> = {
  createAlbum: { name: "New" },
  renameAlbum: { name: "Mine now" },
  signUploads: { files: [{ clientId: "1", name: "a", size: 1, contentType: "", sha256: "c".repeat(64) }] },
  retryStep: { step: "tagging" },
  retryAll: { service: "tagging", class: "throttled" },
}

const valid = (name: RouteName): Sent => ({ params: adas, body: bodies[name] })

async function refusal(name: RouteName, sent: Sent) {
  const { status, body } = await call(gallery, name, sent)
  return [status, errorSchema.parse(body).error.code]
}

it("has a valid body for every route that takes one", () => {
  expect(Object.keys(bodies).sort()).toEqual(names.filter((name) => "body" in routes[name]).sort())
})

describe.each(names)("%s", (name) => {
  it("wants a token", async () => {
    expect(await refusal(name, valid(name))).toEqual([401, "Unauthorized"])
  })

  it("takes no ID token", async () => {
    const claims = { ...claimsOf("ada"), token_use: "id", aud: "page" }
    expect(await refusal(name, { ...valid(name), claims })).toEqual([401, "Unauthorized"])
  })

  it("takes no token of another client", async () => {
    const claims = { ...claimsOf("ada"), client_id: "elsewhere" }
    expect(await refusal(name, { ...valid(name), claims })).toEqual([401, "Unauthorized"])
  })

  it("takes no token without a client", async () => {
    const claims = { sub: "ada", token_use: "access" }
    expect(await refusal(name, { ...valid(name), claims })).toEqual([401, "Unauthorized"])
  })
})

describe.each(names.filter((name) => routes[name].path.includes("{")))("%s", (name) => {
  it("does not find what is somebody else's", async () => {
    expect(await refusal(name, { ...valid(name), claims: claimsOf("eve") })).toEqual([404, "NotFound"])
  })

  it("does not find what is nobody's", async () => {
    const params = { albumId: "none", photoId: "none", uploadId: "none" }
    expect(await refusal(name, { ...valid(name), params, claims: claimsOf("ada") })).toEqual([404, "NotFound"])
  })
})

describe.each(["addToAlbum", "removeFromAlbum"] as const)("%s", (name) => {
  it("does not find somebody else's photo for the caller's own album", async () => {
    const { albumId } = await gallery.albums.create("eve", name)
    const params = { albumId, photoId: adas.photoId }
    expect(await refusal(name, { params, claims: claimsOf("eve") })).toEqual([404, "NotFound"])
    expect(await gallery.albums.photoIds("eve", albumId)).toEqual([])
  })
})

it("does not list photos of somebody else's album", async () => {
  const sent = { claims: claimsOf("eve"), query: `?albumId=${adas.albumId}` }
  expect(await refusal("listPhotos", sent)).toEqual([404, "NotFound"])
})

it("does not sign an upload into somebody else's album", async () => {
  const { files } = bodies.signUploads as { files: object[] }
  const body = { files: files.map((file) => ({ ...file, albumId: adas.albumId })) }
  const answer = await call(gallery, "signUploads", { claims: claimsOf("eve"), body })
  expect(answer.body).toMatchObject({ uploads: [{ clientId: "1", error: { code: "NotFound" } }] })
})

it("leaves all of it as it was", async () => {
  expect((await items("ada", "ALBUM#"))[0]).toMatchObject({ name: "Private", photos: 1 })
  expect(await gallery.quota.used("ada")).toMatchObject({ photos: 1, bytes: 1, uploads: 1 })
})
