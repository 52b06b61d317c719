import { randomBytes } from "node:crypto"
import type { DatabaseSync } from "node:sqlite"

/** The secret access key of the functions, the same after every start: a URL that a page holds stays valid. */
export function functionSecret(store: DatabaseSync): string {
  store.exec("CREATE TABLE IF NOT EXISTS lambda_secret (secret TEXT NOT NULL)")
  const known = store.prepare("SELECT secret FROM lambda_secret").get()
  if (known !== undefined) return String(known["secret"])
  const secret = randomBytes(30).toString("base64url")
  store.prepare("INSERT INTO lambda_secret VALUES (?)").run(secret)
  return secret
}
