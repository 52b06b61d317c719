import type { DatabaseSync } from "node:sqlite"

const SCHEMA = "CREATE TABLE IF NOT EXISTS scheduler_groups (name TEXT PRIMARY KEY, created INTEGER NOT NULL)"

export interface GroupRow {
  readonly name: string
  readonly created: number
}

export type GroupRows = ReturnType<typeof groupRows>

export function groupRows(store: DatabaseSync) {
  store.exec(SCHEMA)
  const add = store.prepare("INSERT OR IGNORE INTO scheduler_groups VALUES (?, ?)")
  const get = store.prepare("SELECT * FROM scheduler_groups WHERE name = ?")
  const all = store.prepare("SELECT * FROM scheduler_groups ORDER BY name")
  const remove = store.prepare("DELETE FROM scheduler_groups WHERE name = ?")
  const clear = store.prepare("DELETE FROM scheduler_groups")
  return {
    /** Leaves one that is there as it is. */
    add: (name: string, created: number) => void add.run(name, created),
    get: (name: string) => get.get(name) as unknown as GroupRow | undefined,
    all: () => all.all() as unknown as GroupRow[],
    remove: (name: string) => void remove.run(name),
    clear: () => void clear.run(),
  }
}
