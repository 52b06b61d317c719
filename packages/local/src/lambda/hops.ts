import type { DatabaseSync } from "node:sqlite"

export interface Hops {
  /** An invocation of a function has begun; `span` is its segment's id, `cause` that of the segment that led to it. */
  began(functionArn: string, span: string, cause: string | undefined): void
  /** The functions that mostly follow one, directly or through others, the nearest first. */
  after(functionArn: string): string[]
  /** Keeps what was seen for the next start. */
  save(): void
}

interface Seen {
  invocations: number
  /** Invocations that each function followed. */
  readonly followed: Map<string, number>
}

/** Invocations that something may still follow. */
const REMEMBERED_SPANS = 1_000
/** A function follows another if it did so after at least this share of its invocations. */
const MOSTLY = 0.5
/** Older invocations count half as much every time that there are so many. */
const HALVED_AT = 64

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS lambda_hops (
    function_arn TEXT NOT NULL, follower_arn TEXT NOT NULL, times REAL NOT NULL, PRIMARY KEY (function_arn, follower_arn))`

/** Learns from the traces of invocations which function leads to which, so that the next ones can start while the first one works. */
export function hops(store: DatabaseSync): Hops {
  store.exec(SCHEMA)
  const functions = read(store)
  const spans = new Map<string, { readonly functionArn: string; readonly followers: Set<string> }>()

  function seenOf(functionArn: string): Seen {
    const seen = functions.get(functionArn) ?? { invocations: 0, followed: new Map() }
    functions.set(functionArn, seen)
    return seen
  }

  function count(functionArn: string): void {
    const seen = seenOf(functionArn)
    if (++seen.invocations < HALVED_AT) return
    seen.invocations /= 2
    for (const [follower, times] of seen.followed) seen.followed.set(follower, times / 2)
  }

  function follow(functionArn: string, cause: string): void {
    const before = spans.get(cause)
    if (before === undefined || before.followers.has(functionArn)) return
    before.followers.add(functionArn)
    const { followed } = seenOf(before.functionArn)
    followed.set(functionArn, (followed.get(functionArn) ?? 0) + 1)
  }

  function next(functionArn: string): string[] {
    const { invocations, followed } = functions.get(functionArn) ?? {
      invocations: 0,
      followed: new Map<string, number>(),
    }
    return [...followed].flatMap(([follower, times]) => (times >= invocations * MOSTLY ? [follower] : []))
  }

  return {
    began(functionArn, span, cause) {
      count(functionArn)
      if (cause !== undefined) follow(functionArn, cause)
      spans.set(span, { functionArn, followers: new Set() })
      const [oldest] = spans.keys()
      if (spans.size > REMEMBERED_SPANS && oldest !== undefined) spans.delete(oldest)
    },
    after(functionArn) {
      const found = new Set([functionArn])
      for (const each of found) for (const follower of next(each)) found.add(follower)
      return [...found].slice(1)
    },
    save: () => write(store, functions),
  }
}

/** A function's invocations are the row in which it follows itself. */
function read(store: DatabaseSync): Map<string, Seen> {
  const rows = store.prepare("SELECT * FROM lambda_hops").all() as Record<string, string | number>[]
  const functions = new Map<string, { invocations: number; followed: Map<string, number> }>()
  for (const { function_arn, follower_arn, times } of rows) {
    const seen = functions.get(String(function_arn)) ?? { invocations: 0, followed: new Map() }
    functions.set(String(function_arn), seen)
    if (function_arn === follower_arn) seen.invocations = Number(times)
    else seen.followed.set(String(follower_arn), Number(times))
  }
  return functions
}

function write(store: DatabaseSync, functions: ReadonlyMap<string, Seen>): void {
  const put = store.prepare("INSERT OR REPLACE INTO lambda_hops VALUES (?, ?, ?)")
  for (const [functionArn, { invocations, followed }] of functions) {
    put.run(functionArn, functionArn, invocations)
    for (const [follower, times] of followed) if (follower !== functionArn) put.run(functionArn, follower, times)
  }
}
