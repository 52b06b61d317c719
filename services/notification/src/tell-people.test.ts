import { ImageCategorized } from "@darkroom/events"
import { on, subscriber } from "@darkroom/lambda"
import { busEvent, exampleEvent, lambdaContext, sqsBatch, type TestRuntime, testRuntime } from "@darkroom/testing"
import { describe, expect, it } from "vitest"
import type { Deps } from "./deps.ts"
import { memorySendings } from "./memory-sendings.fixture.ts"
import { notify } from "./notify.ts"
import type { Notification } from "./texts.ts"

const decided = exampleEvent(ImageCategorized)
const KEY = `QualitySuccess#${decided.metadata.id}`

/** What outlives a crash: the tables, and what SNS has taken. */
function world() {
  return { runtime: testRuntime("notification"), claims: new Map<string, boolean>(), taken: [] as Notification[] }
}
type World = ReturnType<typeof world>

function depsOf({ claims, taken }: World): Deps {
  return {
    publish: async (notification) => void taken.push(notification),
    tellOwner: async () => {},
    sendings: memorySendings(claims),
  }
}

/** Without any time left, so that what a crashed run holds is free at once. */
const over = () => lambdaContext(-1000)

function deliver(runtime: TestRuntime, deps: Deps, attempt = 1) {
  const handle = subscriber([on(ImageCategorized, (event) => notify(event, deps))], () => runtime)
  return handle(sqsBatch([busEvent(decided)], { attempt }), over())
}

/** An error as the SDK throws it for an answer of that status. */
function answered(status: number, name = "SomeException"): Error {
  return Object.assign(new Error(name), { name, $metadata: { httpStatusCode: status } })
}

async function publishingFails(error: Error) {
  const here = world()
  const failing = { ...depsOf(here), publish: () => Promise.reject(error) }
  return { ...here, response: await deliver(here.runtime, failing) }
}

describe("a crash", () => {
  const never = new Promise<never>(() => {})

  /** The run ends at that point, before the step or after it, and nothing of it happens any more. */
  async function crashAt(point: string, here: World): Promise<void> {
    let crashed = () => {}
    const crash = new Promise<void>((resolve) => (crashed = resolve))
    const steps =
      <Inputs extends unknown[], Result>(name: string, work: (...inputs: Inputs) => Promise<Result>) =>
      async (...inputs: Inputs): Promise<Result> => {
        if (point === `before ${name}`) return (crashed(), never)
        const result = await work(...inputs)
        if (point === `after ${name}`) return (crashed(), never)
        return result
      }
    const { publish, tellOwner, sendings } = depsOf(here)
    const deps: Deps = {
      publish: steps("publish", publish),
      tellOwner: steps("tellOwner", tellOwner),
      sendings: {
        claim: steps("claim", sendings.claim),
        confirm: steps("confirm", sendings.confirm),
        release: steps("release", sendings.release),
      },
    }
    const runtime = { ...here.runtime, publish: steps("remembering", here.runtime.publish) }
    await Promise.race([crash, deliver(runtime, deps)])
  }

  it.each([
    ["before tellOwner", 1],
    ["after tellOwner", 1],
    ["before claim", 1],
    ["after publish", 1],
    ["before confirm", 1],
    ["after confirm", 1],
    ["before remembering", 1],
    ["after remembering", 1],
    // Nobody can tell these from the one after it was sent.
    ["after claim", 0],
    ["before publish", 0],
  ])("%s leaves people with one message, or with a dead letter where that is not known: %i", async (point, sent) => {
    const here = world()
    await crashAt(point, here)
    for (const attempt of [2, 3]) await deliver(here.runtime, depsOf(here), attempt)
    expect(here.taken).toHaveLength(sent)
    const unknown = ["after claim", "before publish", "after publish", "before confirm"].includes(point)
    const names = here.runtime.deadLetters.map(({ failure }) => failure.name)
    expect(new Set(names)).toEqual(new Set(unknown ? ["SendingUnanswered"] : []))
  })
})

it.each([
  ["throttled", answered(400, "ThrottlingException")],
  ["away", answered(503, "ServiceUnavailable")],
  ["not to be reached", Object.assign(new Error("connect"), { code: "ECONNREFUSED" })],
])("tries again what SNS, %s, did not take", async (_, error) => {
  const { response, runtime, ...here } = await publishingFails(error)
  expect(response.batchItemFailures).toHaveLength(1)
  expect([...here.claims.keys()]).toEqual([])
  await deliver(runtime, depsOf({ ...here, runtime }), 2)
  expect([here.taken.length, here.claims.get(KEY)]).toEqual([1, true])
})

it.each([
  ["an answer of 500", answered(500, "InternalErrorException")],
  ["no answer in time", Object.assign(new Error("timed out"), { name: "TimeoutError" })],
  ["a connection that broke", Object.assign(new Error("socket hang up"), { code: "ECONNRESET" })],
])("leaves to a person what %s says nothing of, and does not send it again", async (_, error) => {
  const { runtime, response, ...here } = await publishingFails(error)
  expect(response.batchItemFailures).toEqual([])
  await deliver(runtime, depsOf({ ...here, runtime }), 2)
  expect(here.taken).toEqual([])
  const [first] = runtime.deadLetters
  expect(first?.failure).toMatchObject({
    name: "SendingUnanswered",
    class: "permanent",
    message: expect.stringContaining(KEY),
    ownerMessage: "A message about this photo may not have been sent.",
  })
})

it("does not fail where it only cannot write down that the message was sent", async () => {
  const here = world()
  const deps = depsOf(here)
  const sendings = { ...deps.sendings, confirm: () => Promise.reject(new Error("table away")) }
  expect((await deliver(here.runtime, { ...deps, sendings })).batchItemFailures).toEqual([])
  await deliver(here.runtime, depsOf(here), 2)
  expect([here.taken.length, here.runtime.deadLetters.length]).toEqual([1, 0])
})

it("sends one message where two messages with the event are handled at once", async () => {
  const here = world()
  const handle = subscriber([on(ImageCategorized, (event) => notify(event, depsOf(here)))], () => here.runtime)
  await handle(sqsBatch([busEvent(decided), busEvent(decided)]), lambdaContext())
  expect(here.taken).toHaveLength(1)
  expect(here.runtime.deadLetters).toEqual([])
})

it("sends again what a person has decided on, by removing the claim", async () => {
  const { runtime, response, ...here } = await publishingFails(answered(500))
  expect(response.batchItemFailures).toEqual([])
  here.claims.delete(KEY)
  await deliver(runtime, depsOf({ ...here, runtime }), 1)
  expect(here.taken).toHaveLength(1)
})
