import { EMPTY_GRAPH, type Graph } from "@darkroom/local"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, it, onTestFinished } from "vitest"
import { runApp } from "./running-app.ts"

const queue = (name: string) => ({
  id: name,
  name,
  arn: `arn:aws:sqs:us-east-1:000000000000:${name}`,
  url: `https://sqs.us-east-1.amazonaws.com/000000000000/${name}`,
  visibilityTimeout: 60,
  retention: 345_600,
  delay: 0,
})
const withQueues = (...names: string[]): Graph => ({ ...EMPTY_GRAPH, queues: names.map(queue) })

const work = {
  id: "Worker",
  arn: "arn:aws:lambda:us-east-1:000000000000:function:Worker",
  handler: "handler.handler",
  timeout: 20,
  memory: 512,
  architecture: "arm64",
  logFormat: "JSON",
  environment: {},
  links: {},
  statements: [],
  roleArn: "arn:aws:iam::000000000000:role/Worker",
  bundle: { install: [], mainFields: ["module", "main"] },
}
const mapping = { id: "Work", queueArn: queue("Work").arn, functionArn: work.arn, batchSize: 1, window: 0 }

/** AWS lets no function read a queue that has no permission for it. */
const forbidden: Graph = {
  ...withQueues("Work"),
  functions: [work],
  mappings: [{ ...mapping, partialResponses: true }],
}

/** An app without functions, of which `now` says what its stacks say. */
async function start(first: Graph) {
  const root = mkdtempSync(join(tmpdir(), "darkroom-app-"))
  onTestFinished(() => rmSync(root, { recursive: true, force: true, maxRetries: 5 }))
  const state = { now: async () => first }
  const [said, complaints] = [[] as string[], [] as string[]]
  const output = { say: (line: string) => void said.push(line), complain: (line: string) => void complaints.push(line) }
  const synth = () => state.now()
  const app = await runApp(
    { root, folder: join(root, ".darkroom"), port: 0, inspect: new Map(), synth, ...output },
    first,
  )
  onTestFinished(() => app.close())
  const answers = async () => (await fetch(`${app.engine().url}/status`)).ok
  return { app, state, said, complaints, answers }
}

it("runs what the stacks have come to say, at the same address and with what was stored", async () => {
  const { app, state, said, answers } = await start(withQueues("Work"))
  const { url } = app.engine()
  app.engine().sqs.send(queue("Work").arn, { body: "a message" })
  state.now = async () => withQueues("Work", "More")
  await app.change("stacks/work.ts")
  expect(said.at(-1)).toMatch(/the app has changed .*: added 1 resource$/)
  expect(app.engine().url).toBe(url)
  expect(app.engine().sqs.depth(queue("Work").arn)).toMatchObject({ visible: 1 })
  expect(await answers()).toBe(true)
})

it("leaves the engine alone where the stacks say the same", async () => {
  const { app, said } = await start(withQueues("Work"))
  const before = app.engine()
  await app.change("services/work/src/handler.ts")
  expect(app.engine()).toBe(before)
  expect(said).toEqual(["services/work/src/handler.ts changed: functions load new code at their next event"])
})

it.each<[string, () => Promise<Graph>, string]>([
  ["be evaluated", () => Promise.reject(new Error("not yet")), "not yet"],
  ["be run", async () => forbidden, "sqs:ReceiveMessage"],
])("goes on with what ran before where the stacks cannot %s, and says why", async (_, now, why) => {
  const { app, state, complaints, answers } = await start(withQueues("Work"))
  const { url } = app.engine()
  state.now = now
  await app.change("stacks/work.ts")
  expect(complaints.at(-1)).toMatch(new RegExp(`${why}.*\nWhat ran before goes on.`, "s"))
  expect(await answers()).toBe(true)
  expect(app.engine().url).toBe(url)
  expect(app.engine().graph).toEqual(withQueues("Work"))
})
