import type { DatabaseSync } from "node:sqlite"
import type { Clock } from "../clock.ts"
import { userId } from "./user-id.ts"

export interface User {
  readonly sub: string
  /** As it was typed the last time. */
  readonly name: string
}

export interface Users {
  /** Who has this name, whatever its case. */
  logIn(name: string): User
  find(sub: string): User | undefined
  /** The last names, latest first. */
  recent(count: number): string[]
}

/** Who has logged in to a pool: whoever says a name. */
export function users(store: DatabaseSync, clock: Clock, poolId: string): Users {
  const insert = store.prepare(
    "INSERT OR REPLACE INTO identity_users (pool, sub, name, last_login) VALUES (?, ?, ?, ?)",
  )
  const select = store.prepare("SELECT sub, name FROM identity_users WHERE pool = ? AND sub = ?")
  const latest = store.prepare("SELECT name FROM identity_users WHERE pool = ? ORDER BY last_login DESC, name LIMIT ?")
  return {
    logIn(name) {
      const sub = userId(poolId, name)
      insert.run(poolId, sub, name, clock.now())
      return { sub, name }
    },
    find: (sub) => select.get(poolId, sub) as User | undefined,
    recent: (count) => (latest.all(poolId, count) as unknown as User[]).map(({ name }) => name),
  }
}
