import { connect, type Stage, type StageTarget } from "@darkroom/cli"
import { limiter } from "../packages/cli/src/limiter.ts"
import { putFile } from "../packages/cli/src/put-file.ts"
import { startChild } from "./child.ts"
import type { FromChild, Seen, Usage } from "./messages.ts"

export interface Upload {
  readonly key: string
  /** Milliseconds since the epoch: when the PutObject began. */
  readonly startedAt: number
  /** The photo's events, the first of each type, ImageProcessed being the last that is waited for. */
  readonly events: ReadonlyMap<string, Seen>
}

export interface BenchEngine {
  recognition(on: boolean): Promise<void>
  /** Uploads the files, so many at once, and waits until each is processed. */
  process(files: readonly string[], uploadsAtOnce: number): Promise<Upload[]>
  /** Resolves when nothing is under way any more. */
  idle(): Promise<void>
  usage(): Promise<Usage>
  /** Failed invocations, rejected photos, failed steps: with any of them, the figures are of something else. */
  readonly troubles: readonly string[]
  close(): Promise<void>
}

const STUCK_MILLISECONDS = 60_000

/** Starts the offline engine in a process of its own, every function warm. */
export async function startBenchEngine(): Promise<BenchEngine> {
  const ready = Promise.withResolvers<StageTarget>()
  const watched = new Map<string, Watch>()
  const troubles: string[] = []
  const child = startChild("engine-process.ts", (message: FromChild) => {
    if ("target" in message) ready.resolve(message.target)
    if ("trouble" in message) troubles.push(message.trouble)
    if ("seen" in message) watched.get(message.seen.key)?.add(message.seen)
  })
  // Answered only once the process listens; rejects where it ends before.
  const stage = connect(await Promise.race([ready.promise, child.call("idle").then(() => ready.promise)]))
  let batches = 0

  return {
    troubles,
    recognition: async (on) => void (await child.call("recognition", on)),
    async process(files, uploadsAtOnce) {
      const prefix = `private/bench/uploads/${++batches}`
      const put = limiter(uploadsAtOnce)
      const begun = files.map((file, index) => {
        const watch = watchFor(`${prefix}/${index}.jpg`)
        watched.set(watch.key, watch)
        return put(() => upload(stage, file, watch))
      })
      const timeout = setTimeout(() => watched.forEach((watch) => watch.giveUp(troubles)), STUCK_MILLISECONDS)
      try {
        return await Promise.all((await Promise.all(begun)).map(({ done }) => done))
      } finally {
        clearTimeout(timeout)
        watched.clear()
      }
    },
    idle: async () => void (await child.call("idle")),
    usage: async () => (await child.call("usage")) as Usage,
    async close() {
      stage.close()
      await child.close()
    },
  }
}

async function upload(stage: Stage, file: string, watch: Watch): Promise<Watch> {
  watch.startedAt = Date.now()
  await putFile(stage, file, watch.key)
  return watch
}

interface Watch {
  readonly key: string
  startedAt: number
  readonly done: Promise<Upload>
  add(event: Seen): void
  giveUp(troubles: readonly string[]): void
}

function watchFor(key: string): Watch {
  const events = new Map<string, Seen>()
  const { promise, resolve, reject } = Promise.withResolvers<Upload>()
  promise.catch(() => {})
  const watch: Watch = {
    key,
    startedAt: 0,
    done: promise,
    add(event) {
      if (!events.has(event.type)) events.set(event.type, event)
      if (event.type === "ImageProcessed") resolve({ key, startedAt: watch.startedAt, events })
    },
    giveUp: (troubles) =>
      reject(new Error(`${key} is not processed; it has ${[...events.keys()].join(", ")}. ${troubles.join("; ")}`)),
  }
  return watch
}
