import { setTimeout } from "node:timers/promises"
import { VideoUndecodable } from "@darkroom/vision"
import type { Clock } from "../../../clock.ts"
import type { JobEnd, VideoJob } from "./job.ts"
import type { JobRows } from "./job-rows.ts"

/** Videos that are looked at at once: the models leave little for a third. */
const AT_ONCE = 2
/** Milliseconds for the readers of videos to go away. */
const GRACE = 1_000

export interface RunnerOptions {
  readonly rows: JobRows
  readonly clock: Clock
  readonly watch: (job: VideoJob, wanted: AbortSignal) => Promise<object>
  /** Keeps how a job ended, and tells it. */
  readonly end: (job: VideoJob, end: JobEnd) => void
}

/** Runs jobs in the order in which they began. Those that an earlier run left come first, from their beginning. */
export function jobRunner({ rows, clock, watch, end }: RunnerOptions) {
  const waiting: string[] = []
  const running = new Map<string, Promise<void>>()
  let wanted = new AbortController()
  // Not at once: what a job reads and tells may not be there before the engine is complete.
  const cancelStart = clock.schedule(0, () => rows.unfinished().forEach(enqueue))

  function enqueue(id: string): void {
    if (!waiting.includes(id) && !running.has(id)) waiting.push(id)
    next()
  }

  function next(): void {
    const id = wanted.signal.aborted || running.size >= AT_ONCE ? undefined : waiting.shift()
    const job = id === undefined ? undefined : rows.find(id)
    if (id === undefined) return
    const done = job?.status === "IN_PROGRESS" ? run(job, wanted.signal) : Promise.resolve()
    running.set(
      id,
      done.finally(() => (running.delete(id), next())),
    )
    next()
  }

  async function run(job: VideoJob, signal: AbortSignal): Promise<void> {
    const outcome = await watch(job, signal).then(succeeded, failed)
    // What nobody waits for any more has no end; the store may be closed.
    if (!signal.aborted) end(job, outcome)
  }

  async function stop(): Promise<void> {
    cancelStart()
    wanted.abort()
    waiting.length = 0
    await Promise.race([Promise.all(running.values()), setTimeout(GRACE, undefined, { ref: false })])
  }

  return {
    enqueue,
    /** Resolves when no job is left. */
    idle: async (): Promise<void> => {
      while (running.size > 0) await Promise.all(running.values())
    },
    /** Forgets what is running and waiting. */
    async reset(): Promise<void> {
      await stop()
      wanted = new AbortController()
    },
    /** Jobs stay unfinished. */
    close: stop,
  }
}

function succeeded(metadata: object): JobEnd {
  return { status: "SUCCEEDED", metadata }
}

function failed(error: unknown): JobEnd {
  if (error instanceof VideoUndecodable) return { status: "FAILED", statusMessage: error.reason }
  return { status: "FAILED", statusMessage: error instanceof Error ? error.message : String(error) }
}
