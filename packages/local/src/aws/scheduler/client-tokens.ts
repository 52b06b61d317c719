import type { ServiceContext } from "../service.ts"
import { transaction } from "../transaction.ts"
import { conflict } from "./errors.ts"

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS scheduler_client_tokens (
    operation TEXT NOT NULL, token TEXT NOT NULL, request TEXT NOT NULL, response TEXT NOT NULL, created INTEGER NOT NULL,
    PRIMARY KEY (operation, token)
  )`

/** AWS does not say for how long it knows a token. It is longer than any client tries again. */
const KEPT = 3_600_000

export type ClientTokens = ReturnType<typeof clientTokens>

/** What was done for which client token, so that a call which is sent again does not act again. */
export function clientTokens({ store, clock }: ServiceContext) {
  store.exec(SCHEMA)
  const get = store.prepare("SELECT request, response FROM scheduler_client_tokens WHERE operation = ? AND token = ?")
  const add = store.prepare("INSERT INTO scheduler_client_tokens VALUES (?, ?, ?, ?, ?)")
  const expire = store.prepare("DELETE FROM scheduler_client_tokens WHERE created <= ?")
  const clear = store.prepare("DELETE FROM scheduler_client_tokens")

  /** Does the work, or gives what it gave the last time; all of its writes are kept, or none. */
  function once(operation: string, token: unknown, request: object, work: () => object): object {
    return transaction(store, () => {
      if (typeof token !== "string") return work()
      expire.run(clock.now() - KEPT)
      const text = JSON.stringify(request)
      const earlier = get.get(operation, token) as { request: string; response: string } | undefined
      if (earlier === undefined) {
        const response = work()
        add.run(operation, token, text, JSON.stringify(response), clock.now())
        return response
      }
      if (earlier.request !== text) throw conflict(`The client token ${token} was used for another ${operation}.`)
      return JSON.parse(earlier.response) as object
    })
  }

  return { once, clear: () => void clear.run() }
}
