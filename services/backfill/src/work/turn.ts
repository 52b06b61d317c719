import type { Progress } from "../backfills.ts"
import { counted } from "../counted.ts"
import type { Deps } from "../deps.ts"
import { LeaseLost } from "../errors.ts"
import { progressed } from "../events-of.ts"
import { batchSize, tokenBucket } from "../rate.ts"
import { type BackfillRecord, sumOf } from "../record.ts"
import type { Row } from "../sources/source.ts"
import { type Batch, batchesOf } from "./batches.ts"
import { lanesOf } from "./lanes.ts"

/** Why a turn came to its end: the source is read, somebody said so, its time is over, or the pipeline has enough to do. */
export type Stop = "exhausted" | "told" | "timeUp" | "backlog"

/** What a turn works under. */
export interface Tenure {
  /** Who has the lease. */
  readonly holder: string
  /** Ends at this time, in milliseconds since the epoch. */
  readonly end: number
  /** Is called now and then while the work goes on. */
  stillAlive?(): Promise<void>
}

/** Rate and state are read, and progress is written, so often. */
const TICK = 1_000
const PROGRESS = 5_000

/**
 * Reads on from where the record says and puts what is found on the bus, at the rate of the record, which may change while it
 * does. Progress is written behind what has arrived on the bus, never before. Throws LeaseLost, and what bus and table throw.
 */
export async function takeTurn(
  record: BackfillRecord,
  rows: AsyncIterable<Row>,
  tenure: Tenure,
  deps: Deps,
): Promise<{ readonly stop: Stop; readonly record: BackfillRecord }> {
  let current = record
  let ticked = deps.now()
  let progressTold = deps.now()
  const bucket = tokenBucket(record.rate, deps.now)
  /** Has arrived and is not written down yet. */
  let arrived: readonly Batch[] = []
  const lanes = lanesOf((batch) => send(batch, record.id, deps), deps.limits.inFlight)

  async function checkpoint(changes: Progress = {}): Promise<void> {
    const now = deps.now()
    const lease = { holder: tenure.holder, now, until: now + deps.limits.lease }
    arrived = [...arrived, ...lanes.arrived()]
    const written = await deps.backfills.checkpoint(record.id, lease, { ...advance(current, arrived), ...changes })
    if (written === undefined) throw new LeaseLost(record.id)
    current = written
    arrived = []
    bucket.setRate(current.rate)
  }

  /** What is done every second. */
  async function tick(): Promise<Stop | undefined> {
    ticked = deps.now()
    await checkpoint({ waiting: false })
    await tenure.stillAlive?.()
    if (current.state !== "running") return "told"
    if (deps.now() >= tenure.end) return "timeUp"
    if (deps.now() - progressTold < PROGRESS) return undefined
    progressTold = deps.now()
    await tell(current, deps)
    return (await deps.queue.backlog()) > deps.limits.backlog ? "backlog" : undefined
  }

  async function untilDue(batch: Batch): Promise<Stop | undefined> {
    for (;;) {
      const untilTick = ticked + TICK - deps.now()
      if (untilTick <= 0) {
        const stop = await tick()
        if (stop !== undefined) return stop
        continue
      }
      const wait = batch.events.length === 0 ? 0 : bucket.waitFor(batch.events.length)
      if (wait === 0) return undefined
      await deps.wait(Math.min(wait, untilTick))
    }
  }

  async function read(): Promise<Stop> {
    if ((await deps.queue.backlog()) > deps.limits.backlog) return "backlog"
    const size = () => batchSize(current.rate)
    for await (const batch of batchesOf(rows, record, { photos: deps.photos, size })) {
      const stop = await untilDue(batch)
      if (stop !== undefined) return stop
      bucket.take(batch.events.length)
      await lanes.start(batch)
    }
    return "exhausted"
  }

  try {
    const stop = await read()
    await lanes.drain()
    await checkpoint({ waiting: stop === "backlog" })
    return { stop, record: current }
  } catch (error) {
    // What has arrived is kept, so that the next turn does not repeat it.
    if (!(error instanceof LeaseLost))
      await lanes
        .drain()
        .catch(() => {})
        .then(() => checkpoint())
        .catch(() => {})
    throw error
  }
}

async function send({ events, refused }: Batch, id: string, deps: Deps): Promise<void> {
  await Promise.all([
    events.length > 0 ? deps.publish(events) : undefined,
    refused.length > 0 ? deps.refused.add(id, refused) : undefined,
  ])
}

export async function tell(record: BackfillRecord, deps: Pick<Deps, "publish" | "now" | "tasks">): Promise<void> {
  const event = progressed(await counted(record, deps), deps.now())
  if (event) await deps.publish([event])
}

function advance({ counts }: BackfillRecord, arrived: readonly Batch[]): Progress {
  const last = arrived.at(-1)
  if (last === undefined) return {}
  const { position, done } = last
  return { position, done, counts: arrived.reduce((sum, batch) => sumOf(sum, batch.counts), counts) }
}
