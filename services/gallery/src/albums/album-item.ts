import type { Table } from "../documents.ts"
import { notFound } from "../errors.ts"
import { albumKey } from "../keys.ts"

export interface StoredAlbum {
  readonly albumId: string
  readonly name: string
  readonly createdAt: string
  /** How many it holds. */
  readonly photos: number
}

export interface AlbumItem extends StoredAlbum {
  /** It is being deleted: for everybody but who deletes it, it is gone. */
  readonly removing?: boolean
}

export function storedAlbum({ albumId, name, createdAt, photos }: AlbumItem): StoredAlbum {
  return { albumId, name, createdAt, photos }
}

export async function findAlbum(table: Table, owner: string, albumId: string): Promise<StoredAlbum | undefined> {
  const item = (await table.get(albumKey(owner, albumId))) as AlbumItem | undefined
  return item === undefined || item.removing ? undefined : storedAlbum(item)
}

/** Throws NotFound. */
export async function existingAlbum(table: Table, owner: string, albumId: string): Promise<StoredAlbum> {
  const album = await findAlbum(table, owner, albumId)
  if (album === undefined) throw notFound("You have no such album.")
  return album
}
