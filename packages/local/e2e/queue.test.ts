import { setImmediate } from "node:timers/promises"
import { afterEach, expect, it } from "vitest"
import { sqsService, type SqsService } from "../src/aws/sqs/sqs.ts"
import { faultPlan } from "../src/faults/fault-plan.ts"
import { seededRandom } from "../src/faults/random.ts"
import { withFaults } from "../src/faults/with-faults.ts"
import { FunctionCrashed, type FunctionRunner, manualClock, type ManualClock } from "../src/index.ts"
import { startMapping } from "../src/lambda/event-source-mapping.ts"
import type { SqsRecord } from "../src/lambda/sqs-record.ts"
import { openStore } from "../src/store.ts"

const MESSAGES = 2_000
const POISON_EVERY = 100
const FAILURE_RATE = 0.2
// High enough that bad luck alone, some 0.2 ^ 12 a message, makes no dead letter of a good one.
const MAX_RECEIVES = 12
const VISIBILITY_SECONDS = 30

const arn = (name: string) => `arn:aws:sqs:us-east-1:000000000000:${name}`
const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

function openQueue(clock: ManualClock): SqsService {
  const queue = { visibilityTimeout: VISIBILITY_SECONDS, retention: 1_209_600, delay: 0, receiveWait: 0 }
  const redrive = { deadLetterArn: arn("dead"), maxReceiveCount: MAX_RECEIVES }
  const queues = [
    { ...queue, name: "work", arn: arn("work"), redrive },
    { ...queue, name: "dead", arn: arn("dead") },
  ]
  const sqs = sqsService({ queues }, { clock, store: openStore(), region: "us-east-1", accountId: "000000000000" })
  closing.push(() => sqs.close())
  return sqs
}

/** A function in this process: one invocation in five throws, is killed at work, or leaves a part of its batch; poison always fails. */
function unreliableFunction(seed: number) {
  const random = seededRandom(seed)
  const handled = new Map<string, number>()
  const seen = new Map<string, number>()
  const function_ = { handled, seen, healed: false, kinds: { thrown: 0, killed: 0, partial: 0 } }

  function isWell({ body }: SqsRecord): boolean {
    return function_.healed || !body.startsWith("poison")
  }
  function handle(record: SqsRecord): void {
    handled.set(record.body, (handled.get(record.body) ?? 0) + 1)
  }
  async function invoke(event: unknown): Promise<unknown> {
    const { Records } = event as { Records: SqsRecord[] }
    for (const { body } of Records) seen.set(body, (seen.get(body) ?? 0) + 1)
    await setImmediate()
    const luck = random() / FAILURE_RATE
    if (luck < 1) return fail(Records, luck)
    Records.filter(isWell).forEach(handle)
    return failures(Records.filter((record) => !isWell(record)))
  }
  function fail(records: readonly SqsRecord[], luck: number): unknown {
    const done = records.filter((record) => isWell(record) && random() < 0.5)
    // What was done before the end has been done, though the queue will never hear of it.
    done.forEach(handle)
    if (luck < 1 / 3) {
      function_.kinds.thrown++
      throw new Error("bad luck")
    }
    if (luck < 2 / 3) {
      function_.kinds.killed++
      throw new FunctionCrashed("request", "with signal SIGKILL")
    }
    function_.kinds.partial++
    return failures(records.filter((record) => !done.includes(record)))
  }
  const runner = { node: { id: "Worker", timeout: 5 }, invoke, checkLoop: () => {} } as unknown as FunctionRunner
  return { runner, state: function_ }
}

function failures(records: readonly SqsRecord[]) {
  return { batchItemFailures: records.map(({ messageId }) => ({ itemIdentifier: messageId })) }
}

/** Moves time on, from one visibility timeout to the next, until the queue is empty. */
async function drain(sqs: SqsService, clock: ManualClock): Promise<void> {
  const depth = () => sqs.depth(arn("work"))
  for (let turn = 0; turn < 3 * MAX_RECEIVES; turn++) {
    // Three turns of the event loop let those finish that have nothing left to take.
    for (let calm = 0; calm < 3; calm = depth().visible > 0 ? 0 : calm + 1) await setImmediate()
    if (depth().inFlight === 0) return
    clock.advance(VISIBILITY_SECONDS * 1000)
  }
  throw new Error(`the queue does not come to rest: ${JSON.stringify(depth())}`)
}

it("handles 2,000 messages at least once with a function that fails one time in five, and buries only the poison", async () => {
  const clock = manualClock()
  const sqs = openQueue(clock)
  const { runner, state } = unreliableFunction(2026)
  const plan = faultPlan({
    seed: 2026,
    rules: [
      { service: "sqs", probability: 0.05, fault: "duplicate" },
      { service: "sqs", probability: 0.2, fault: "reorder" },
    ],
  })
  const mapping = {
    id: "Map",
    queueArn: arn("work"),
    functionArn: "f",
    batchSize: 10,
    window: 0,
    partialResponses: true,
  }
  const errors: unknown[] = []
  const onError = (_id: string, error: unknown) => void errors.push(error)
  const faulty = withFaults(sqs, plan)
  const started = startMapping({ mapping, sqs: faulty, runner, region: "us-east-1", concurrency: 5, clock, onError })
  closing.push(() => started.stop())

  const isPoison = (number: number) => number % POISON_EVERY === 0
  const bodies = Array.from({ length: MESSAGES }, (_, number) => `${isPoison(number) ? "poison" : "good"} ${number}`)
  const poison = bodies.filter((body) => body.startsWith("poison"))
  const good = bodies.filter((body) => !poison.includes(body))
  for (const body of bodies) sqs.send(arn("work"), { body })
  await drain(sqs, clock)

  expect(good.filter((body) => !state.handled.has(body))).toEqual([])
  expect(poison.filter((body) => state.handled.has(body))).toEqual([])
  const dead = sqs.peek(arn("dead"), MESSAGES)
  expect(dead.map(({ body }) => body).sort()).toEqual([...poison].sort())
  expect(new Set(dead.map(({ receiveCount }) => receiveCount))).toEqual(new Set([MAX_RECEIVES]))
  expect(new Set(dead.map(({ deadLetterSourceArn }) => deadLetterSourceArn))).toEqual(new Set([arn("work")]))
  // A message that came as a duplicate came more often than its receive count says, never less often.
  expect(Math.min(...poison.map((body) => state.seen.get(body) ?? 0))).toBe(MAX_RECEIVES)
  expect(Object.values(state.kinds).every((count) => count > 10)).toBe(true)
  expect(errors).toHaveLength(state.kinds.thrown + state.kinds.killed)
  expect(plan.injected.filter(({ fault }) => fault === "duplicate").length).toBeGreaterThan(50)

  state.healed = true
  sqs.moveMessages(arn("dead"))
  clock.advance(0)
  await drain(sqs, clock)
  expect(sqs.listMoves(arn("dead"))).toMatchObject([{ status: "COMPLETED", moved: poison.length }])
  expect(poison.filter((body) => !state.handled.has(body))).toEqual([])
  expect([sqs.peek(arn("work"), 1), sqs.peek(arn("dead"), 1)]).toEqual([[], []])
})
