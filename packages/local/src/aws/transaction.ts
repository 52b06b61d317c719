import type { DatabaseSync } from "node:sqlite"

/** Runs `work` so that all of its writes are kept, or none. A savepoint, because a transaction may run inside another one. */
export function transaction<Result>(store: DatabaseSync, work: () => Result): Result {
  store.exec("SAVEPOINT work")
  try {
    const result = work()
    store.exec("RELEASE work")
    return result
  } catch (error) {
    store.exec("ROLLBACK TO work; RELEASE work")
    throw error
  }
}
