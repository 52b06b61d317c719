import { TransactionCanceledException, TransactionConflictException } from "@aws-sdk/client-dynamodb"
import { PutCommand, TransactWriteCommand } from "@aws-sdk/lib-dynamodb"
import { describe, expect, it } from "vitest"
import { albumMetadataTable, failingFrom, TABLE } from "../album-metadata-table.fixture.ts"
import { type Documents, TableBusy } from "../documents.ts"
import { albumStore } from "./album-store.ts"

const { documents, newOwner, items } = albumMetadataTable()
const NOON = Date.UTC(2026, 10, 21, 12)
let time = NOON
const clock = { now: () => time++ }
const noWait = { clock, wait: async () => {} }
const albums = albumStore(documents, TABLE, noWait)
const notFound = { status: 404, error: { code: "NotFound" } }
const conflict = { status: 409, error: { code: "Conflict" } }

describe("an album's name", () => {
  it("belongs to one album of an owner, whatever its case and composition", async () => {
    const [ada, bob] = [newOwner(), newOwner()]
    await albums.create(ada, "Été")
    await expect(albums.create(ada, "été")).rejects.toMatchObject(conflict)
    await expect(albums.create(ada, "E\u0301TE\u0301")).rejects.toMatchObject(conflict)
    expect((await albums.create(bob, "Été")).name).toBe("Été")
  })

  it("goes to one of many who want it at once", async () => {
    const owner = newOwner()
    const made = await Promise.allSettled(Array.from({ length: 8 }, () => albums.create(owner, "Holiday")))
    expect(made.filter(({ status }) => status === "fulfilled")).toHaveLength(1)
    expect(await items(owner)).toHaveLength(2)
  })

  it("is free again after a renaming and after a removal", async () => {
    const owner = newOwner()
    const { albumId } = await albums.create(owner, "Old")
    expect(await albums.rename(owner, albumId, "New")).toMatchObject({ albumId, name: "New" })
    const second = await albums.create(owner, "Old")
    await albums.remove(owner, second.albumId)
    await albums.create(owner, "Old")
    await expect(albums.rename(owner, albumId, "old")).rejects.toMatchObject(conflict)
    expect((await albums.list(owner)).map(({ name }) => name)).toEqual(["New", "Old"])
  })

  it("can change its case, and can stay as it is", async () => {
    const owner = newOwner()
    const { albumId } = await albums.create(owner, "Cats")
    await albums.rename(owner, albumId, "CATS")
    await albums.rename(owner, albumId, "CATS")
    expect((await albums.find(owner, albumId))?.name).toBe("CATS")
    await expect(albums.create(owner, "cats")).rejects.toMatchObject(conflict)
  })

  it("ends as one of two that it is given at once", async () => {
    const owner = newOwner()
    const { albumId } = await albums.create(owner, "A")
    await Promise.all([albums.rename(owner, albumId, "B"), albums.rename(owner, albumId, "C")])
    const names = (await items(owner, "NAME#")).map(({ sk }) => sk)
    expect(names).toEqual([`NAME#${(await albums.find(owner, albumId))?.name.toLowerCase()}`])
  })
})

describe("an album's photos", () => {
  it("come latest added first, each once, and are counted", async () => {
    const owner = newOwner()
    const { albumId } = await albums.create(owner, "Holiday")
    for (const photoId of ["p1", "p2", "p3", "p1"]) await albums.add(owner, albumId, photoId)
    expect(await albums.photoIds(owner, albumId)).toEqual(["p3", "p2", "p1"])
    expect(await albums.latest(owner, albumId, 2)).toEqual(["p3", "p2"])
    expect((await albums.list(owner))[0]?.photos).toBe(3)
  })

  it("are counted right when many come and go at once", async () => {
    const owner = newOwner()
    const { albumId } = await albums.create(owner, "Holiday")
    const photos = Array.from({ length: 20 }, (_, index) => `p${index}`)
    await Promise.all([...photos, ...photos].map((photoId) => albums.add(owner, albumId, photoId)))
    const taken = await Promise.all([...photos, ...photos].slice(5, 30).map((id) => albums.take(owner, albumId, id)))
    const left = await albums.photoIds(owner, albumId)
    expect(taken.filter(Boolean)).toHaveLength(20)
    expect([left, (await albums.find(owner, albumId))?.photos]).toEqual([[], 0])
  })

  it("can be taken out once", async () => {
    const owner = newOwner()
    const { albumId } = await albums.create(owner, "Holiday")
    await albums.add(owner, albumId, "p1")
    expect([await albums.take(owner, albumId, "p1"), await albums.take(owner, albumId, "p1")]).toEqual([true, false])
  })

  it("know their albums, by name", async () => {
    const owner = newOwner()
    const [b, a] = [await albums.create(owner, "B"), await albums.create(owner, "A")]
    for (const { albumId } of [a, b]) await albums.add(owner, albumId, "p1")
    expect(await albums.albumsOf(owner, "p1")).toEqual([
      { albumId: a.albumId, name: "A" },
      { albumId: b.albumId, name: "B" },
    ])
    expect(await albums.albumsOf(owner, "p")).toEqual([])
  })

  it("are forgotten when they are deleted, and do not come back", async () => {
    const owner = newOwner()
    const [a, b] = [await albums.create(owner, "A"), await albums.create(owner, "B")]
    for (const { albumId } of [a, b]) await albums.add(owner, albumId, "p1")
    await albums.forget(owner, "p1")
    await albums.forget(owner, "p1")
    expect((await albums.list(owner)).map(({ photos }) => photos)).toEqual([0, 0])
    await expect(albums.add(owner, a.albumId, "p1")).rejects.toMatchObject(notFound)
  })
})

describe("another owner's album", () => {
  it("is not there for anything", async () => {
    const [ada, eve] = [newOwner(), newOwner()]
    const { albumId } = await albums.create(ada, "Private")
    expect(await albums.find(eve, albumId)).toBeUndefined()
    for (const attempt of [
      () => albums.rename(eve, albumId, "Mine"),
      () => albums.remove(eve, albumId),
      () => albums.add(eve, albumId, "p1"),
      () => albums.take(eve, albumId, "p1"),
      () => albums.photoIds(eve, albumId),
    ])
      await expect(attempt()).rejects.toMatchObject(notFound)
    expect(await items(eve)).toEqual([])
  })
})

describe("removing an album", () => {
  it("leaves nothing of it, and nothing else", async () => {
    const owner = newOwner()
    const [gone, kept] = [await albums.create(owner, "Gone"), await albums.create(owner, "Kept")]
    for (let index = 0; index < 30; index++) await albums.add(owner, gone.albumId, `p${index}`)
    await albums.add(owner, kept.albumId, "p1")
    await albums.remove(owner, gone.albumId)
    expect((await items(owner)).map(({ sk }) => String(sk).split("#")[0])).toEqual(["ALBUM", "IN", "NAME", "OF"])
    expect(await albums.albumsOf(owner, "p1")).toEqual([{ albumId: kept.albumId, name: "Kept" }])
    await expect(albums.remove(owner, gone.albumId)).rejects.toMatchObject(notFound)
  })

  it("does not free a name that another album has taken since", async () => {
    const owner = newOwner()
    const { albumId } = await albums.create(owner, "Holiday")
    let interrupted = false
    const interrupting = async (command: never) => {
      if ((command as object) instanceof TransactWriteCommand && !interrupted) {
        interrupted = true
        const crashing = albumStore(failingFrom(documents, 3), TABLE, noWait)
        await expect(crashing.remove(owner, albumId)).rejects.toThrow("Crashed")
        await albums.create(owner, "Holiday")
      }
      return documents.send(command)
    }
    const late = albumStore({ send: interrupting as Documents["send"] }, TABLE, noWait)
    await expect(late.remove(owner, albumId)).rejects.toMatchObject(notFound)
    await expect(albums.create(owner, "Holiday")).rejects.toMatchObject(conflict)
  })

  it.each([3, 4, 5, 6, 7, 8])("is finished by the next listing after a crash before command %i", async (command) => {
    const owner = newOwner()
    const { albumId } = await albums.create(owner, "Gone")
    for (let index = 0; index < 30; index++) await albums.add(owner, albumId, `p${index}`)
    const crashing = albumStore(failingFrom(documents, command), TABLE, noWait)
    await expect(crashing.remove(owner, albumId)).rejects.toThrow("Crashed")
    expect(await albums.find(owner, albumId)).toBeUndefined()
    expect(await albums.albumsOf(owner, "p29")).toEqual([])
    await expect(albums.add(owner, albumId, "late")).rejects.toMatchObject(notFound)
    expect(await albums.list(owner)).toEqual([])
    expect(await items(owner)).toEqual([])
  })
})

describe("when another transaction is in the way", () => {
  const conflicting = (times: number): Documents => ({
    send: (async (command: never) => {
      if ((command as object) instanceof TransactWriteCommand && times-- > 0) throw transactionConflict()
      return documents.send(command)
    }) as Documents["send"],
  })

  it("tries again", async () => {
    const owner = newOwner()
    const busy = albumStore(conflicting(5), TABLE, noWait)
    expect((await busy.create(owner, "Holiday")).name).toBe("Holiday")
  })

  it("tries a single write again", async () => {
    let conflicts = 3
    const send = async (command: never) => {
      if ((command as object) instanceof PutCommand && conflicts-- > 0)
        throw new TransactionConflictException({ message: "Transaction is ongoing for the item", $metadata: {} })
      return documents.send(command)
    }
    const owner = newOwner()
    await albumStore({ send: send as Documents["send"] }, TABLE, noWait).forget(owner, "p1")
    expect(await items(owner)).toMatchObject([{ sk: "GONE#p1" }])
  })

  it("gives up in the end, and says so", async () => {
    const busy = albumStore(conflicting(Infinity), TABLE, noWait)
    await expect(busy.create(newOwner(), "Holiday")).rejects.toThrow(TableBusy)
  })
})

function transactionConflict() {
  return new TransactionCanceledException({
    message: "Transaction cancelled",
    $metadata: {},
    CancellationReasons: [{ Code: "None" }, { Code: "TransactionConflict" }],
  })
}
