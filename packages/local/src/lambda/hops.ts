import type { DatabaseSync } from "node:sqlite"

export interface Hops {
  /**
   * An invocation of a function begins; `span` is its segment's id, `cause` that of the segment that led to it. Returns the functions
   * that mostly follow, directly or through others, the nearest first.
   */
  began(functionArn: string, span: string, cause: string | undefined): string[]
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
  CREATE TABLE IF NOT EXISTS lambda_hops (hop TEXT NOT NULL, follower_arn TEXT NOT NULL, times REAL NOT NULL, PRIMARY KEY (hop, follower_arn))`

/** A function has different followers after an upload and after a photo's last step, so its cause is part of the key. */
const hopOf = (cause: string | undefined, functionArn: string) => `${cause ?? ""} ${functionArn}`

/** Learns from the traces of invocations which function leads to which, so that the next ones can start while the first one works. */
export function hops(store: DatabaseSync): Hops {
  store.exec(SCHEMA)
  const known = read(store)
  const spans = new Map<
    string,
    { readonly functionArn: string; readonly hop: string; readonly followers: Set<string> }
  >()

  function seenOf(hop: string): Seen {
    const seen = known.get(hop) ?? { invocations: 0, followed: new Map() }
    known.set(hop, seen)
    return seen
  }

  function count(hop: string): void {
    const seen = seenOf(hop)
    if (++seen.invocations < HALVED_AT) return
    seen.invocations /= 2
    for (const [follower, times] of seen.followed) seen.followed.set(follower, times / 2)
  }

  function next(hop: string): string[] {
    const { invocations, followed } = known.get(hop) ?? { invocations: 0, followed: new Map<string, number>() }
    return [...followed].flatMap(([follower, times]) => (times >= invocations * MOSTLY ? [follower] : []))
  }

  /** Of hops, and of the hops that follow these. */
  function allAfter(first: string, functionArn: string): string[] {
    const found = new Map([[first, functionArn]])
    for (const [hop, from] of found) for (const follower of next(hop)) found.set(hopOf(from, follower), follower)
    const followers = new Set(found.values())
    followers.delete(functionArn)
    return [...followers]
  }

  return {
    began(functionArn, span, cause) {
      const before = cause === undefined ? undefined : spans.get(cause)
      if (before && !before.followers.has(functionArn)) {
        before.followers.add(functionArn)
        const { followed } = seenOf(before.hop)
        followed.set(functionArn, (followed.get(functionArn) ?? 0) + 1)
      }
      const hop = hopOf(before?.functionArn, functionArn)
      const followers = allAfter(hop, functionArn)
      count(hop)
      spans.set(span, { functionArn, hop, followers: new Set() })
      const [oldest] = spans.keys()
      if (spans.size > REMEMBERED_SPANS && oldest !== undefined) spans.delete(oldest)
      return followers
    },
    save: () => write(store, known),
  }
}

/** A hop's invocations are in the row that has no follower. */
const NOBODY = ""

function read(store: DatabaseSync): Map<string, Seen> {
  const rows = store.prepare("SELECT * FROM lambda_hops").all() as Record<string, string | number>[]
  const known = new Map<string, { invocations: number; followed: Map<string, number> }>()
  for (const { hop, follower_arn, times } of rows) {
    const seen = known.get(String(hop)) ?? { invocations: 0, followed: new Map() }
    known.set(String(hop), seen)
    if (follower_arn === NOBODY) seen.invocations = Number(times)
    else seen.followed.set(String(follower_arn), Number(times))
  }
  return known
}

function write(store: DatabaseSync, known: ReadonlyMap<string, Seen>): void {
  const put = store.prepare("INSERT OR REPLACE INTO lambda_hops VALUES (?, ?, ?)")
  for (const [hop, { invocations, followed }] of known) {
    put.run(hop, NOBODY, invocations)
    for (const [follower, times] of followed) put.run(hop, follower, times)
  }
}
