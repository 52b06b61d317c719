import { randomUUID } from "node:crypto"
import { type Clock, isoTime, systemClock } from "../clock.ts"
import { type Documents, type Table, tableOf, type TransactItem } from "../documents.ts"
import { conflict } from "../errors.ts"
import { ALBUM_PREFIX, albumKey, inPrefix, nameKey, ofKey, userKey } from "../keys.ts"
import { type AlbumItem, existingAlbum, findAlbum, type StoredAlbum, storedAlbum } from "./album-item.ts"
import { type AlbumMembers, albumMembers } from "./album-members.ts"

export type { StoredAlbum } from "./album-item.ts"

export interface AlbumStore extends AlbumMembers {
  /** All of the owner's, by name. */
  list(owner: string): Promise<StoredAlbum[]>
  find(owner: string, albumId: string): Promise<StoredAlbum | undefined>
  /** Throws Conflict where the owner has one of that name. */
  create(owner: string, name: string): Promise<StoredAlbum>
  /** Throws NotFound and Conflict. */
  rename(owner: string, albumId: string, name: string): Promise<StoredAlbum>
  /** Its photos stay. Throws NotFound. */
  remove(owner: string, albumId: string): Promise<void>
}

export interface AlbumStoreOptions {
  readonly clock?: Clock
  readonly newId?: () => string
  /** Between attempts; others' transactions may be in the way. */
  readonly wait?: (milliseconds: number) => Promise<unknown>
}

/** Albums and what they hold, in the table AlbumMetadata. */
export function albumStore(documents: Documents, tableName: string, options: AlbumStoreOptions = {}): AlbumStore {
  const { clock = systemClock, newId = randomUUID, ...tableOptions } = options
  const table = tableOf(documents, tableName, tableOptions)
  return {
    ...albumMembers(table, clock),
    async list(owner) {
      const albums = (await table.withPrefix(userKey(owner), ALBUM_PREFIX)) as unknown as AlbumItem[]
      // Of a removal that did not come to its end.
      for (const { albumId } of albums.filter(({ removing }) => removing)) await finishRemoval(table, owner, albumId)
      return albums
        .filter(({ removing }) => !removing)
        .map(storedAlbum)
        .sort(byName)
    },
    find: (owner, albumId) => findAlbum(table, owner, albumId),
    async create(owner, name) {
      const album = { albumId: newId(), name, createdAt: isoTime(clock.now()), photos: 0 }
      const Item = { ...albumKey(owner, album.albumId), ...album }
      const made = await table.transact([
        { Put: { TableName: tableName, Item } },
        holdName(table, owner, name, album.albumId),
      ])
      if (!made) throw nameTaken(name)
      return album
    },
    rename: (owner, albumId, name) =>
      table.until("Renaming an album", async () => {
        const album = await existingAlbum(table, owner, albumId)
        if (album.name === name || (await table.transact(renaming(table, owner, album, name))))
          return { ...album, name }
        const holder = (await table.get(nameKey(owner, name)))?.["albumId"]
        if (holder !== undefined && holder !== albumId) throw nameTaken(name)
        return undefined
      }),
    async remove(owner, albumId) {
      await table.until("Removing an album", async () => {
        const { name } = await existingAlbum(table, owner, albumId)
        return (await table.transact(hiding(table, owner, albumId, name))) || undefined
      })
      await finishRemoval(table, owner, albumId)
    },
  }
}

/** Makes the name the album's, unless another album has it. */
function holdName({ name: TableName }: Table, owner: string, name: string, albumId: string): TransactItem {
  return {
    Put: {
      TableName,
      Item: { ...nameKey(owner, name), albumId },
      ConditionExpression: "attribute_not_exists(pk) OR albumId = :albumId",
      ExpressionAttributeValues: { ":albumId": albumId },
    },
  }
}

function renaming(table: Table, owner: string, { albumId, name: before }: StoredAlbum, after: string): TransactItem[] {
  const TableName = table.name
  const rename = {
    TableName,
    Key: albumKey(owner, albumId),
    UpdateExpression: "SET #name = :after",
    ConditionExpression: "#name = :before AND attribute_not_exists(removing)",
    ExpressionAttributeNames: { "#name": "name" },
    ExpressionAttributeValues: { ":before": before, ":after": after },
  }
  const release = { Delete: { TableName, Key: nameKey(owner, before) } }
  const sameName = nameKey(owner, before).sk === nameKey(owner, after).sk
  return [{ Update: rename }, holdName(table, owner, after, albumId), ...(sameName ? [] : [release])]
}

/** The first step of a removal: nobody sees the album any more, nothing can be put into it, and its name is free. */
function hiding({ name: TableName }: Table, owner: string, albumId: string, name: string): TransactItem[] {
  const hide = {
    TableName,
    Key: albumKey(owner, albumId),
    UpdateExpression: "SET removing = :true",
    ConditionExpression: "#name = :name AND attribute_not_exists(removing)",
    ExpressionAttributeNames: { "#name": "name" },
    ExpressionAttributeValues: { ":true": true, ":name": name },
  }
  return [{ Update: hide }, { Delete: { TableName, Key: nameKey(owner, name) } }]
}

/** The rest of a removal. Each step leaves what the next needs, so it can begin again wherever it stopped. */
async function finishRemoval(table: Table, owner: string, albumId: string): Promise<void> {
  const held = await table.withPrefix(userKey(owner), inPrefix(albumId))
  await table.delete(held.map(({ photoId }) => ofKey(owner, String(photoId), albumId)))
  await table.delete(held.map(({ sk }) => ({ pk: userKey(owner), sk: String(sk) })))
  await table.delete([albumKey(owner, albumId)])
}

function nameTaken(name: string) {
  return conflict(`You have an album named "${name}" already.`)
}

function byName(a: StoredAlbum, b: StoredAlbum): number {
  return a.name.localeCompare(b.name, "en") || a.albumId.localeCompare(b.albumId)
}
