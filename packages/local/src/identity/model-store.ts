import type { DatabaseSync } from "node:sqlite"
import type { Adapter, AdapterPayload } from "oidc-provider"
import type { Clock } from "../clock.ts"

const INTERVAL_MS = 3_600_000

interface Row {
  readonly payload: string
}

/** What an OpenID Connect provider keeps of one pool, in SQLite: sessions, grants, codes and refresh tokens. */
export function modelStore(store: DatabaseSync, clock: Clock, pool: string): (model: string) => Adapter {
  const select = store.prepare("SELECT payload FROM identity_models WHERE pool = ? AND model = ? AND id = ?")
  const selectByUid = store.prepare("SELECT payload FROM identity_models WHERE pool = ? AND model = ? AND uid = ?")
  const upsert = store.prepare(
    `INSERT OR REPLACE INTO identity_models (pool, model, id, grant_id, uid, payload, expires)
    VALUES (?, ?, ?, ?, ?, ?, ?)`,
  )
  const consume = store.prepare(
    "UPDATE identity_models SET payload = json_set(payload, '$.consumed', ?) WHERE pool = ? AND model = ? AND id = ?",
  )
  const remove = store.prepare("DELETE FROM identity_models WHERE pool = ? AND model = ? AND id = ?")
  const revoke = store.prepare("DELETE FROM identity_models WHERE pool = ? AND model = ? AND grant_id = ?")

  return (model) => ({
    async upsert(id, payload, expiresIn) {
      const expires = expiresIn === undefined ? null : clock.now() + expiresIn * 1000
      upsert.run(pool, model, id, payload.grantId ?? null, payload.uid ?? null, JSON.stringify(payload), expires)
    },
    find: async (id) => payloadOf(select.get(pool, model, id)),
    findByUid: async (uid) => payloadOf(selectByUid.get(pool, model, uid)),
    // Of devices' logins, which no pool has.
    findByUserCode: async () => undefined,
    async consume(id) {
      consume.run(Math.floor(clock.now() / 1000), pool, model, id)
    },
    async destroy(id) {
      remove.run(pool, model, id)
    },
    async revokeByGrantId(grantId) {
      revoke.run(pool, model, grantId)
    },
  })
}

function payloadOf(row: unknown): AdapterPayload | undefined {
  return row === undefined ? undefined : (JSON.parse((row as Row).payload) as AdapterPayload)
}

/** Removes what has expired, now and then until the returned function is called. */
export function expireModels(store: DatabaseSync, clock: Clock): () => void {
  const remove = store.prepare("DELETE FROM identity_models WHERE expires < ?")
  let cancel = () => {}
  const expire = () => {
    remove.run(clock.now())
    cancel = clock.schedule(INTERVAL_MS, expire)
  }
  expire()
  return () => cancel()
}
