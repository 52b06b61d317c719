import type { UploadItem } from "./upload-item.ts"

/** Keeps one person's items and files over a reload. */
export interface UploadStore {
  /** All items, in their order. */
  load(): Promise<UploadItem[]>
  put(item: UploadItem): Promise<void>
  remove(clientId: string): Promise<void>
  file(clientId: string): Promise<File | undefined>
  /** Rejects with a QuotaExceededError where the browser has no room. */
  putFile(clientId: string, file: File): Promise<void>
  removeFile(clientId: string): Promise<void>
}

const DATABASE = "darkroom-uploads"
const VERSION = 1
const ITEMS = "items"
/** Apart from the items: those are written at each step, files once. */
const FILES = "files"

/** A store in IndexedDB. https://developer.mozilla.org/docs/Web/API/IndexedDB_API */
export function indexedStore(userId: string, factory: IDBFactory): UploadStore {
  const database = once(() => open(factory))
  const run = async <Result>(
    name: string,
    mode: IDBTransactionMode,
    act: (store: IDBObjectStore) => IDBRequest<Result>,
  ): Promise<Result> => {
    const transaction = (await database()).transaction(name, mode)
    return finished(transaction, act(transaction.objectStore(name)))
  }
  const remove = async (name: string, clientId: string) => {
    await run(name, "readwrite", (store) => store.delete([userId, clientId]))
  }
  return {
    async load() {
      // An array is greater than any string, so this is every key that begins with the user.
      const range = [userId, []]
      const rows = await run<{ item: UploadItem }[]>(ITEMS, "readonly", (store) =>
        store.getAll(IDBKeyRange.bound([userId], range)),
      )
      return rows.map(({ item }) => item).toSorted((one, other) => one.order - other.order)
    },
    async put(item) {
      await run(ITEMS, "readwrite", (store) => store.put({ userId, clientId: item.clientId, item }))
    },
    remove: (clientId) => remove(ITEMS, clientId),
    async file(clientId) {
      const row = await run<{ file: File } | undefined>(FILES, "readonly", (store) => store.get([userId, clientId]))
      return row?.file
    },
    async putFile(clientId, file) {
      await run(FILES, "readwrite", (store) => store.put({ userId, clientId, file }))
    },
    removeFile: (clientId) => remove(FILES, clientId),
  }
}

function open(factory: IDBFactory): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = factory.open(DATABASE, VERSION)
    request.addEventListener("upgradeneeded", () => {
      for (const name of [ITEMS, FILES]) request.result.createObjectStore(name, { keyPath: ["userId", "clientId"] })
    })
    request.addEventListener("success", () => resolve(closedOnChange(request.result)))
    request.addEventListener("error", () => reject(problem(request.error)))
  })
}

/** A newer page in another tab could not open the database while this one holds it. */
function closedOnChange(database: IDBDatabase): IDBDatabase {
  database.addEventListener("versionchange", () => database.close())
  return database
}

/** Writes are safe only when their transaction has ended; a full disk shows there, not at the request. */
function finished<Result>(transaction: IDBTransaction, request: IDBRequest<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    transaction.addEventListener("complete", () => resolve(request.result))
    transaction.addEventListener("abort", () => reject(problem(transaction.error ?? request.error)))
    transaction.addEventListener("error", () => reject(problem(transaction.error ?? request.error)))
  })
}

const problem = (cause: DOMException | null): Error => cause ?? new Error("The browser's database did not answer")

function once<Result>(make: () => Promise<Result>): () => Promise<Result> {
  let result: Promise<Result> | undefined
  return () => (result ??= make())
}
