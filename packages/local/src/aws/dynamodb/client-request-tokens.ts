import { createHash } from "node:crypto"
import type { Clock } from "../../clock.ts"
import type { Change, Store } from "./dynalite.ts"
import { parameterMismatch } from "./errors.ts"

const PREFIX = "client-request-token~"

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html#DDB-TransactWriteItems-request-ClientRequestToken */
const MILLISECONDS_OF_A_TOKEN = 10 * 60 * 1_000

interface Row {
  readonly digest: string
  readonly until: number
}

/** Remembers which transactions are done, beside the items, so that a transaction and its token are written at once. */
export interface ClientRequestTokens {
  /** Whether these items, as JSON, were written with the token. Throws where it was for others. */
  isDone(token: string, items: string): Promise<boolean>
  /** What remembers it. */
  change(token: string, items: string): Change
  /** Forgets tokens whose time is over. */
  forget(): Promise<void>
  /** Forgets all of them. */
  clear(): Promise<void>
}

export function clientRequestTokens({ db }: Store, clock: Clock): ClientRequestTokens {
  async function remove(isOver: (row: Row) => boolean): Promise<void> {
    const over: Change[] = []
    for await (const [key, row] of db.iterator({ gte: PREFIX, lt: `${PREFIX}\xFF` }))
      if (isOver(row as Row)) over.push({ type: "del", key })
    await db.batch(over)
  }

  return {
    async isDone(token, items) {
      const row = (await db.get(PREFIX + token)) as Row | undefined
      if (row === undefined || row.until <= clock.now()) return false
      if (row.digest !== digestOf(items)) throw parameterMismatch()
      return true
    },
    change(token, items) {
      const row: Row = { digest: digestOf(items), until: clock.now() + MILLISECONDS_OF_A_TOKEN }
      return { type: "put", key: PREFIX + token, value: row }
    },
    forget: () => remove((row) => row.until <= clock.now()),
    clear: () => remove(() => true),
  }
}

function digestOf(items: string): string {
  return createHash("sha256").update(items).digest("base64")
}
