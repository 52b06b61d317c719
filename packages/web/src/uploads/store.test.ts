import { beforeAll, expect, it } from "vitest"
import { indexedStore } from "./store.ts"
import { photo } from "./testing-uploads.ts"
import { newItem } from "./upload-item.ts"

type Key = readonly [string, string]
type Row = { readonly userId: string; readonly clientId: string }

/** As much of IndexedDB as the store needs; each request ends, then its transaction. */
function fakeDatabase() {
  const stores = new Map<string, Map<string, Row>>()
  let full = false
  const request = (result: unknown, mode: string) => {
    const transaction = Object.assign(new EventTarget(), { error: null as Error | null })
    queueMicrotask(() => {
      if (full && mode === "readwrite") transaction.error = new DOMException("No room", "QuotaExceededError")
      transaction.dispatchEvent(new Event(transaction.error ? "abort" : "complete"))
    })
    return { transaction, request: { result, error: null } }
  }
  const database = Object.assign(new EventTarget(), {
    createObjectStore: (name: string) => stores.set(name, new Map()),
    close() {},
    transaction(name: string, mode: string) {
      const rows = stores.get(name)!
      const { transaction, request: answer } = request(undefined, mode)
      const give = (result: unknown) => Object.assign(answer, { result })
      const objectStore = () => ({
        put: (row: Row) => give(full || rows.set(`${row.userId}/${row.clientId}`, structuredClone(row))),
        get: ([userId, clientId]: Key) => give(rows.get(`${userId}/${clientId}`)),
        delete: ([userId, clientId]: Key) => give(rows.delete(`${userId}/${clientId}`)),
        getAll: ({ userId }: { userId: string }) => give([...rows.values()].filter((row) => row.userId === userId)),
      })
      return Object.assign(transaction, { objectStore })
    },
  })
  const open = () => {
    const opening = Object.assign(new EventTarget(), { result: database, error: null })
    queueMicrotask(() => {
      if (stores.size === 0) opening.dispatchEvent(new Event("upgradeneeded"))
      opening.dispatchEvent(new Event("success"))
    })
    return opening
  }
  return { factory: { open } as unknown as IDBFactory, fill: () => (full = true) }
}

beforeAll(() => {
  const bound = ([userId]: [string]) => ({ userId })
  Object.assign(globalThis, { IDBKeyRange: { bound } })
})

const item = (clientId: string, order: number) =>
  newItem(photo(`${clientId}.jpg`), { clientId, albumId: undefined, order })

it("gives items back in their order, of one person alone", async () => {
  const { factory } = fakeDatabase()
  const [mine, theirs] = [indexedStore("u1", factory), indexedStore("u2", factory)]
  await mine.put(item("b", 2))
  await mine.put(item("a", 1))
  await theirs.put(item("c", 3))
  expect((await mine.load()).map(({ clientId }) => clientId)).toEqual(["a", "b"])
  await mine.remove("a")
  expect((await mine.load()).map(({ clientId }) => clientId)).toEqual(["b"])
})

it("keeps files until they are removed", async () => {
  const store = indexedStore("u1", fakeDatabase().factory)
  await store.putFile("a", photo("a.jpg"))
  expect(await store.file("a")).toBeDefined()
  await store.removeFile("a")
  expect(await store.file("a")).toBeUndefined()
})

it("rejects when the browser has no room, which it says only at the transaction's end", async () => {
  const { factory, fill } = fakeDatabase()
  const store = indexedStore("u1", factory)
  await store.load()
  fill()
  await expect(store.putFile("a", photo("a.jpg"))).rejects.toMatchObject({ name: "QuotaExceededError" })
})
