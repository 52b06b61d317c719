import { type BackfillCounts, matchProfile, type OriginalFound } from "@darkroom/events"
import { found as foundEvent } from "../events-of.ts"
import { type BackfillRecord, noCounts } from "../record.ts"
import type { RefusedRow } from "../refused-rows.ts"
import { type FoundObject, isProblem, type Position, type Row } from "../sources/source.ts"

/** Rows that are done together: what they come to, and where reading goes on behind them. */
export interface Batch {
  readonly events: readonly OriginalFound[]
  readonly refused: readonly RefusedRow[]
  readonly counts: BackfillCounts
  readonly position: Position
  readonly done: number | null
}

/** A source of nothing but bad rows fills no batch with events. */
const MOST_ROWS = 500

/** Cuts the rows into batches, each as large as it is to be when it begins. */
export async function* batchesOf(
  rows: AsyncIterable<Row>,
  backfill: Pick<BackfillRecord, "id" | "again">,
  { photos, size }: { readonly photos: string; readonly size: () => number },
): AsyncGenerator<Batch> {
  let held: Row[] = []
  let objects = 0
  let most = size()
  for await (const row of rows) {
    held.push(row)
    if (row.found !== null && refusalOf(row.row, row.found, photos) === undefined) objects++
    if (objects < most && held.length < MOST_ROWS) continue
    yield batchOf(held, backfill, photos)
    held = []
    objects = 0
    most = size()
  }
  if (held.length > 0) yield batchOf(held, backfill, photos)
}

function batchOf(rows: readonly Row[], backfill: Pick<BackfillRecord, "id" | "again">, photos: string): Batch {
  const events: OriginalFound[] = []
  const refused: RefusedRow[] = []
  const counts = { ...noCounts }
  for (const { row, found } of rows) {
    if (found === null) continue
    const refusal = refusalOf(row, found, photos)
    counts.rows++
    counts[refusal === undefined ? "emitted" : isProblem(found) ? "malformed" : "foreign"]++
    if (refusal) refused.push(refusal)
    else if (!isProblem(found)) events.push(foundEvent(backfill, row, found))
  }
  const { position, done } = rows.at(-1)!
  return { events, refused, counts, position, done }
}

/** Why a row is not taken; undefined where it is. */
export function refusalOf(row: string, found: FoundObject | { text: string; reason: string }, photos: string) {
  if (isProblem(found)) return { row, text: found.text, reason: found.reason }
  const reason = foreignness(found, photos)
  return reason === undefined ? undefined : { row, text: found.key, reason }
}

/** Why an object is none of Darkroom's business. */
export function foreignness({ bucket, key }: FoundObject, photos: string): string | undefined {
  if (bucket !== photos) return `the bucket ${bucket} is not the one that photos are taken in from`
  return matchProfile(key) === undefined ? "no intake profile takes such a key" : undefined
}
