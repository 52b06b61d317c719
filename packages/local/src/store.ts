import { mkdirSync } from "node:fs"
import { DatabaseSync } from "node:sqlite"
import { join } from "node:path"

/** The engine's database: a file in the state folder, or memory where there is none. */
export function openStore(folder?: string): DatabaseSync {
  if (folder !== undefined) mkdirSync(folder, { recursive: true })
  const store = new DatabaseSync(folder === undefined ? ":memory:" : join(folder, "engine.sqlite"))
  // WAL survives a killed process; only a power cut could lose the last writes, which a laptop's engine can bear.
  store.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL")
  return store
}
