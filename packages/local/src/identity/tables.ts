import type { DatabaseSync } from "node:sqlite"

/** Makes the tables of all user pools: their signing keys, what the provider keeps, and who has logged in. */
export function createTables(store: DatabaseSync): void {
  store.exec(`
    CREATE TABLE IF NOT EXISTS identity_secrets (pool TEXT PRIMARY KEY, signing_key TEXT NOT NULL, cookie_key TEXT NOT NULL);
    CREATE TABLE IF NOT EXISTS identity_models (
      pool TEXT NOT NULL, model TEXT NOT NULL, id TEXT NOT NULL, grant_id TEXT, uid TEXT,
      payload TEXT NOT NULL, expires INTEGER, PRIMARY KEY (pool, model, id)
    ) WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS identity_models_by_grant ON identity_models (grant_id);
    CREATE INDEX IF NOT EXISTS identity_models_by_uid ON identity_models (uid);
    CREATE TABLE IF NOT EXISTS identity_users (
      pool TEXT NOT NULL, sub TEXT NOT NULL, name TEXT NOT NULL, last_login INTEGER NOT NULL, PRIMARY KEY (pool, sub)
    ) WITHOUT ROWID;
  `)
}
