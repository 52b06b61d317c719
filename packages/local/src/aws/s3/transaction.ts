import type { DatabaseSync } from "node:sqlite"

/** Runs `work` in one SQLite transaction. It is synchronous, so that no other service's statement can slip in. */
export function transaction<Result>(store: DatabaseSync, work: () => Result): Result {
  store.exec("BEGIN IMMEDIATE")
  try {
    const result = work()
    store.exec("COMMIT")
    return result
  } catch (error) {
    store.exec("ROLLBACK")
    throw error
  }
}
