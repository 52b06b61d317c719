import type { Thumbnail } from "@darkroom/gallery-api"
import { notFound } from "../errors.ts"
import type { Implementations } from "../implementations.ts"
import type { AlbumStore, StoredAlbum } from "./album-store.ts"

/** What is known of those of the photos that are the owner's; others are left out. */
export type PhotoReader = (
  owner: string,
  photoIds: readonly string[],
) => Promise<readonly { readonly photoId: string; readonly thumbnails: readonly Thumbnail[] }[]>

export interface AlbumDeps {
  readonly albums: AlbumStore
  readonly photoReader: PhotoReader
}

type AlbumRoutes = Pick<
  Implementations,
  "listAlbums" | "createAlbum" | "renameAlbum" | "deleteAlbum" | "addToAlbum" | "removeFromAlbum"
>

/** Of the latest so many, one may have a rendition already. */
const COVER_CANDIDATES = 5

export function albumRoutes(deps: AlbumDeps): AlbumRoutes {
  const { albums } = deps
  return {
    async listAlbums({ userId }) {
      return { albums: await withCovers(userId, await albums.list(userId), deps) }
    },
    async createAlbum({ userId, body }) {
      return { ...(await albums.create(userId, body.name)), cover: null }
    },
    async renameAlbum({ userId, params, body }) {
      const album = await albums.rename(userId, params.albumId, body.name)
      const [renamed] = await withCovers(userId, [album], deps)
      return renamed ?? { ...album, cover: null }
    },
    async deleteAlbum({ userId, params }) {
      await albums.remove(userId, params.albumId)
    },
    async addToAlbum({ userId, params: { albumId, photoId } }) {
      await requirePhoto(userId, photoId, deps)
      await albums.add(userId, albumId, photoId)
    },
    async removeFromAlbum({ userId, params: { albumId, photoId } }) {
      const wasIn = await albums.take(userId, albumId, photoId)
      if (!wasIn) await requirePhoto(userId, photoId, deps)
    },
  }
}

async function requirePhoto(userId: string, photoId: string, { photoReader }: AlbumDeps): Promise<void> {
  if ((await photoReader(userId, [photoId])).length === 0) throw notFound("You have no such photo.")
}

/** Each with the smallest rendition of the latest photo that has one. */
async function withCovers(userId: string, found: readonly StoredAlbum[], { albums, photoReader }: AlbumDeps) {
  const latest = await Promise.all(
    found.map(async ({ albumId, photos }) => (photos > 0 ? albums.latest(userId, albumId, COVER_CANDIDATES) : [])),
  )
  const wanted = [...new Set(latest.flat())]
  const photos = wanted.length > 0 ? await photoReader(userId, wanted) : []
  const covering = new Map(photos.map(({ photoId, thumbnails }) => [photoId, smallest(thumbnails)]))
  return found.map((album, index) => {
    const covers = (latest[index] ?? []).map((photoId) => covering.get(photoId))
    return { ...album, cover: covers.find((cover) => cover !== undefined) ?? null }
  })
}

function smallest(thumbnails: readonly Thumbnail[]): Thumbnail | undefined {
  return thumbnails.toSorted((a, b) => a.width * a.height - b.width * b.height)[0]
}
