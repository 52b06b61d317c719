import { randomUUID } from "node:crypto"
import { ArchiveUnread, TapInUse, TooManyEvents } from "../errors.ts"
import type { Operations } from "../operations.ts"
import { pause } from "../pause.ts"
import { type ArchivedEvent, archivedEvent } from "./archived-event.ts"
import { isOver, type ReplayAccess } from "./replay-access.ts"

/** Calls at once; a call brings ten events. */
const READERS = 4
/** They are kept in memory, some kilobytes each. */
const MOST_EVENTS = 200_000
const POLL_MILLISECONDS = 100

export interface Window {
  /** Milliseconds since the epoch, as `to`, which is the first moment that is not meant any more. */
  readonly from: number
  readonly to: number
}

export interface ReadOptions {
  readonly signal?: AbortSignal
  readonly onProgress?: (events: number) => void
  readonly now?: () => number
  readonly wait?: (milliseconds: number, signal?: AbortSignal) => Promise<void>
}

/**
 * The archive's events of those times, every copy once, oldest first: replays to the tap's rule alone, read from its queue. Undefined where
 * it was interrupted. Throws TapInUse, ArchiveUnread, TooManyEvents.
 */
export async function readArchive(
  access: ReplayAccess,
  { tap }: Pick<Operations, "tap">,
  windows: readonly Window[],
  { signal, onProgress = () => {}, now = Date.now, wait = pause }: ReadOptions = {},
): Promise<ArchivedEvent[] | undefined> {
  const other = (await access.list(tap.prefix)).find((replay) => !isOver(replay))
  if (other !== undefined) throw new TapInUse(other.name)
  const events = new Map<string, ArchivedEvent>()
  const names = new Set<string>()
  const running = new Set<string>()
  try {
    for (const window of windows) {
      const name = `${tap.prefix}${randomUUID()}`
      await access.start({ name, ...window, rules: [tap.rule] })
      names.add(name)
      running.add(name)
    }
    let heardAt = now()
    while (running.size > 0 || now() - heardAt < access.silence) {
      if (signal?.aborted) return undefined
      if (events.size > MOST_EVENTS) throw new TooManyEvents(MOST_EVENTS)
      const reads = Array.from({ length: READERS }, () => readSome(access, tap.queue, names, events))
      const heard = (await Promise.all(reads)).some((count) => count > 0)
      onProgress(events.size)
      // When a replay has ended, its last events may still be on their way.
      if ((await forgetEnded(access, running)) || heard) heardAt = now()
      else await wait(POLL_MILLISECONDS, signal)
    }
  } finally {
    for (const name of running) await access.cancel(name).catch(() => {})
  }
  return [...events.values()].toSorted(byTime)
}

/** How many of these replays' messages there were. Another's are left to it; what nobody reads goes by itself. */
async function readSome(
  access: ReplayAccess,
  queue: string,
  names: ReadonlySet<string>,
  events: Map<string, ArchivedEvent>,
): Promise<number> {
  const own = (await access.receive(queue)).flatMap(({ body, receipt }) => {
    const archived = archivedEvent(body)
    return archived === undefined || names.has(archived.replayName) ? [{ event: archived?.event, receipt }] : []
  })
  if (own.length === 0) return 0
  for (const { event } of own) if (event !== undefined) events.set(event.copy, event)
  await access.forget(
    queue,
    own.map(({ receipt }) => receipt),
  )
  return own.length
}

/** Whether one has ended. Throws ArchiveUnread where it has not come to its end. */
async function forgetEnded(access: ReplayAccess, running: Set<string>): Promise<boolean> {
  let ended = false
  for (const name of running) {
    const status = await access.describe(name)
    if (!isOver(status)) continue
    running.delete(name)
    ended = true
    if (status.state !== "completed") throw new ArchiveUnread(status.reason ?? status.state)
  }
  return ended
}

function byTime(a: ArchivedEvent, b: ArchivedEvent): number {
  return a.time.localeCompare(b.time) || a.id.localeCompare(b.id)
}
