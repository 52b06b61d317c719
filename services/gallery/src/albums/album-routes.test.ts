import { albumSchema, albumsSchema } from "@darkroom/gallery-api"
import { expect, it } from "vitest"
import { albumMetadataTable } from "../album-metadata-table.fixture.ts"
import { call, claimsOf, type FakePhoto, NOON, startGallery } from "../gallery.fixture.ts"
import type { RouteName } from "@darkroom/gallery-api"

const { documents, newOwner } = albumMetadataTable()

function start(photos: readonly Omit<FakePhoto, "owner">[] = []) {
  const owner = newOwner()
  const gallery = startGallery(documents, { photos: photos.map((photo) => ({ ...photo, owner })) })
  const send = (name: RouteName, params: Record<string, string> = {}, body?: unknown) =>
    call(gallery, name, { claims: claimsOf(owner), params, body })
  const create = async (name: string) => albumSchema.parse((await send("createAlbum", {}, { name })).body)
  const list = async () => albumsSchema.parse((await send("listAlbums")).body).albums
  return { send, create, list }
}

it("makes an album by a trimmed name", async () => {
  const { send, list } = start()
  const { status, body } = await send("createAlbum", {}, { name: "  Holiday " })
  const album = albumSchema.parse(body)
  expect(status).toBe(201)
  expect(album).toMatchObject({ name: "Holiday", createdAt: new Date(NOON).toISOString(), photos: 0, cover: null })
  expect(await list()).toEqual([album])
})

it("makes an album by a name that holds half a character, which no table keeps", async () => {
  const { create, list } = start()
  const album = await create("Holiday \ud83c")
  expect(album.name).toBe("Holiday \ufffd")
  expect(await list()).toEqual([album])
})

it.each(["", "   ", "x".repeat(101)])("makes none by the name %j", async (name) => {
  expect((await start().send("createAlbum", {}, { name })).status).toBe(400)
})

it("makes no second one of a name, whatever its case", async () => {
  const { send, create } = start()
  await create("Holiday")
  expect(await send("createAlbum", {}, { name: "HOLIDAY" })).toMatchObject({
    status: 409,
    body: { error: { code: "Conflict" } },
  })
})

it("lists albums by name", async () => {
  const { create, list } = start()
  for (const name of ["b", "C", "a"]) await create(name)
  expect((await list()).map(({ name }) => name)).toEqual(["a", "b", "C"])
})

it("renames an album, and not to what another is called", async () => {
  const { send, create } = start()
  const [album] = [await create("Old"), await create("Taken")]
  const renamed = await send("renameAlbum", { albumId: album.albumId }, { name: "New" })
  expect([renamed.status, renamed.body]).toEqual([200, { ...album, name: "New" }])
  expect((await send("renameAlbum", { albumId: album.albumId }, { name: "taken" })).status).toBe(409)
})

it("puts photos in, takes them out and counts them; doing it twice is doing it once", async () => {
  const { send, create, list } = start([{ photoId: "p1" }, { photoId: "p2" }])
  const { albumId } = await create("Holiday")
  const counted = async (name: "addToAlbum" | "removeFromAlbum", photoId: string) => {
    const { status, body } = await send(name, { albumId, photoId })
    return [status, body, (await list())[0]?.photos]
  }
  expect(await counted("addToAlbum", "p1")).toEqual([204, undefined, 1])
  expect(await counted("addToAlbum", "p1")).toEqual([204, undefined, 1])
  expect(await counted("addToAlbum", "p2")).toEqual([204, undefined, 2])
  expect(await counted("removeFromAlbum", "p1")).toEqual([204, undefined, 1])
  expect(await counted("removeFromAlbum", "p1")).toEqual([204, undefined, 1])
})

it("shows the smallest rendition of the latest photo that has one", async () => {
  const { send, create, list } = start([
    { photoId: "older", widths: [256] },
    { photoId: "rendered", widths: [1024, 256] },
    { photoId: "under-way" },
  ])
  const { albumId } = await create("Holiday")
  await create("Empty")
  for (const photoId of ["older", "rendered", "under-way"]) await send("addToAlbum", { albumId, photoId })
  const cover = { width: 256, height: 256, url: "https://photos.example/rendered/256" }
  expect((await list()).map((album) => album.cover)).toEqual([null, cover])
  const renamed = albumSchema.parse((await send("renameAlbum", { albumId }, { name: "New" })).body)
  expect(renamed.cover).toEqual(cover)
})

it("shows no cover where nothing is rendered", async () => {
  const { send, create, list } = start([{ photoId: "under-way" }])
  const { albumId } = await create("Holiday")
  await send("addToAlbum", { albumId, photoId: "under-way" })
  expect(await list()).toMatchObject([{ photos: 1, cover: null }])
})

it("deletes an album once", async () => {
  const { send, create, list } = start([{ photoId: "p1" }])
  const { albumId } = await create("Holiday")
  await send("addToAlbum", { albumId, photoId: "p1" })
  expect((await send("deleteAlbum", { albumId })).status).toBe(204)
  expect((await send("deleteAlbum", { albumId })).status).toBe(404)
  expect(await list()).toEqual([])
})
