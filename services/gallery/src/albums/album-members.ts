import { type Clock, DAY, isoTime, SECOND } from "../clock.ts"
import type { Table } from "../documents.ts"
import { notFound } from "../errors.ts"
import { goneKey, inPrefix, ofKey, ofPrefix, userKey } from "../keys.ts"
import { existingAlbum, findAlbum } from "./album-item.ts"
import { adding, taking } from "./membership.ts"

/** Which photos are in which albums. */
export interface AlbumMembers {
  /** A photo that is in it already keeps its place. Throws NotFound, also for a photo that was deleted. */
  add(owner: string, albumId: string, photoId: string): Promise<void>
  /** Whether it was in there. Throws NotFound where there is no such album. */
  take(owner: string, albumId: string, photoId: string): Promise<boolean>
  /** All of an album's photos, latest added first. Throws NotFound where there is no such album. */
  photoIds(owner: string, albumId: string): Promise<string[]>
  /** The latest added of an album that is known to be there. */
  latest(owner: string, albumId: string, limit: number): Promise<string[]>
  /** The albums that hold a photo, by name. */
  albumsOf(owner: string, photoId: string): Promise<{ albumId: string; name: string }[]>
  /** Takes a deleted photo from all albums, and keeps it from coming back. */
  forget(owner: string, photoId: string): Promise<void>
}

/** Longer than SQS keeps a message: no event of a deleted photo's upload can come later. */
const GONE_FOR = 15 * DAY

export function albumMembers(table: Table, clock: Clock): AlbumMembers {
  return {
    async add(owner, albumId, photoId) {
      await table.until("Adding to an album", async () => {
        await existingAlbum(table, owner, albumId)
        if (await table.transact(adding(table, { owner, albumId, photoId }, isoTime(clock.now())))) return true
        if (await table.get(goneKey(owner, photoId))) throw notFound("You have no such photo.")
        return (await table.get(ofKey(owner, photoId, albumId))) ? true : undefined
      })
    },
    async take(owner, albumId, photoId) {
      await existingAlbum(table, owner, albumId)
      return takeOut(table, owner, albumId, photoId)
    },
    async photoIds(owner, albumId) {
      await existingAlbum(table, owner, albumId)
      return photosIn(table, owner, albumId)
    },
    latest: (owner, albumId, limit) => photosIn(table, owner, albumId, limit),
    async albumsOf(owner, photoId) {
      const found = await Promise.all(
        (await holdersOf(table, owner, photoId)).map((albumId) => findAlbum(table, owner, albumId)),
      )
      const albums = found.flatMap((album) => (album ? [{ albumId: album.albumId, name: album.name }] : []))
      return albums.sort((a, b) => a.name.localeCompare(b.name, "en"))
    },
    async forget(owner, photoId) {
      // First this, so that nobody adds it after its albums were read.
      await table.put({ ...goneKey(owner, photoId), expires: Math.ceil((clock.now() + GONE_FOR) / SECOND) })
      for (const albumId of await holdersOf(table, owner, photoId)) await takeOut(table, owner, albumId, photoId)
    },
  }
}

async function photosIn(table: Table, owner: string, albumId: string, limit?: number): Promise<string[]> {
  const options = { latestFirst: true, ...(limit === undefined ? {} : { limit }) }
  const held = await table.withPrefix(userKey(owner), inPrefix(albumId), options)
  return held.map(({ photoId }) => String(photoId))
}

async function holdersOf(table: Table, owner: string, photoId: string): Promise<string[]> {
  return (await table.withPrefix(userKey(owner), ofPrefix(photoId))).map(({ albumId }) => String(albumId))
}

function takeOut(table: Table, owner: string, albumId: string, photoId: string): Promise<boolean> {
  return table.until("Taking from an album", async () => {
    const held = await table.get(ofKey(owner, photoId, albumId))
    if (held === undefined) return false
    return (await table.transact(taking(table, { owner, albumId, photoId }, String(held["addedAt"])))) || undefined
  })
}
