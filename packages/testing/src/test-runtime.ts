import type { Claim, DarkroomEvent } from "@darkroom/events"
import { type Failure, onceWith, type Runtime, type Waits } from "@darkroom/lambda"
import { MemoryPersistence } from "./memory-persistence.ts"

export interface TestRuntime extends Runtime {
  readonly published: DarkroomEvent[]
  readonly deadLetters: { body: string; failure: Failure; attempts: number }[]
  /** Batches that were held, and for how many seconds. */
  readonly holds: { messages: number; seconds: number }[]
  /** Seconds after which messages come back, in the order in which that was said. */
  readonly delays: number[]
  /** Metrics of which one more was counted, in order. */
  readonly counted: string[]
  readonly logs: { level: string; message: string; facts: unknown }[]
  /** Payloads behind claim checks, by S3 key. */
  readonly payloads: Map<string, unknown>
  /** Events that publishing is to refuse, before it takes them again. */
  failPublishing(times: number): void
}

export type TestRuntimeOptions = Partial<Pick<Runtime, "maxReceives" | "queueReceives">>

/** A subscriber's runtime in memory, with Powertools' real idempotency. */
export function testRuntime(service: string, options: TestRuntimeOptions = {}): TestRuntime {
  const { maxReceives = 5 } = options
  const { queueReceives = maxReceives } = options
  const published: DarkroomEvent[] = []
  const deadLetters: TestRuntime["deadLetters"] = []
  const holds: TestRuntime["holds"] = []
  const delays: number[] = []
  const counted: string[] = []
  const logs: TestRuntime["logs"] = []
  const payloads = new Map<string, unknown>()
  let refusals = 0
  const log = (level: string) => (message: string, facts: unknown) => void logs.push({ level, message, facts })
  return {
    service,
    maxReceives,
    queueReceives,
    waits: memoryWaits(),
    published,
    counted,
    deadLetters,
    holds,
    delays,
    logs,
    payloads,
    failPublishing: (times) => void (refusals = times),
    once: onceWith(new MemoryPersistence(), service),
    async publish(events) {
      if (events.length > 0 && refusals-- > 0) throw new Error("EventBridge is away")
      published.push(...events)
    },
    claims: { redeem: async ({ key }: Claim) => payloads.get(key) },
    queue: {
      hold: async (records, seconds) => void holds.push({ messages: records.length, seconds }),
      reappearIn: async (_, seconds) => void delays.push(seconds),
      deadLetter: async ({ body }, failure, attempts) => void deadLetters.push({ body, failure, attempts }),
    },
    logger: { info: log("info"), warn: log("warn"), error: log("error") } as unknown as Runtime["logger"],
    metrics: {
      addMetric: (name, unit) => void (unit === "Count" && counted.push(name)),
      hasStoredMetrics: () => false,
      publishStoredMetrics: () => {},
    },
  }
}

/** Receives that were no attempts, by message, in memory. */
export function memoryWaits(): Waits {
  const receives = new Map<string, Set<string>>()
  return {
    of: async ({ messageId }) => receives.get(messageId)?.size ?? 0,
    async add({ messageId, attributes: { ApproximateReceiveCount: receive } }, which) {
      const known = receives.get(messageId) ?? new Set()
      for (let number = which === "all" ? 1 : Number(receive); number <= Number(receive); number++)
        known.add(`${number}`)
      receives.set(messageId, known)
    },
  }
}
