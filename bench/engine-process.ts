// The engine of the benchmarks: in memory, on a free port, functions from the working tree.
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { REGION, startEngine, synth } from "@darkroom/local"
import { createRecogniser, type DetectedLabel } from "../packages/vision/src/index.ts"
import { answerCalls, tell } from "./answer-calls.ts"
import type { EngineCalls } from "./messages.ts"
import { root } from "./root.ts"
import { usageOf } from "./usage.ts"

const dog: DetectedLabel = {
  name: "Dog",
  confidence: 97,
  parents: ["Animal"],
  categories: [],
  aliases: [],
  instances: [],
}

const model = createRecogniser()
let recognition = false
const recogniser = {
  detectLabels: (image: Uint8Array) => (recognition ? model.detectLabels(image) : Promise.resolve([dog])),
  close: () => model.close(),
}

const graph = await synth({ root, stage: "local", cache: join(root, ".darkroom") })
const onError = (id: string, error: unknown) =>
  tell({ trouble: `${id}: ${error instanceof Error ? error.message : String(error)}` })
const bundles = join(root, ".darkroom/bundles")
const engine = await startEngine({ root, port: 0, bundles, recogniser, graph, onError })

interface Detail {
  readonly metadata: { readonly time: string }
  readonly data?: { readonly image?: { readonly key: string }; readonly message?: string }
}

engine.events.onEvent(({ bus, event }) => {
  if (bus === "default") return
  const { metadata, data } = event.detail as unknown as Detail
  const type = event["detail-type"]
  if (data?.message !== undefined) tell({ trouble: `${type}: ${data.message}` })
  const key = data?.image?.key
  if (key !== undefined) tell({ seen: { type, key, time: Date.parse(metadata.time), takenAt: Date.now() } })
})

const live = graph.queues.filter(({ id }) => !/DeadLetters|Undelivered/.test(id))
function isBusy(): boolean {
  const queued = live.some(({ arn }) => Object.values(engine.sqs.depth(arn)).some((count) => count > 0))
  return queued || engine.stats().some(({ running }) => running > 0)
}

const calls: EngineCalls = {
  recognition: (on) => void (recognition = on),
  async idle() {
    while (isBusy()) await sleep(20)
  },
  usage: () => usageOf(engine.stats()),
}
answerCalls(calls)

async function close(): Promise<void> {
  await engine.close()
  await recogniser.close()
  process.exit()
}
process.once("disconnect", () => void close())
// Ctrl-C reaches every process of the group; the parent's end is what ends this one.
process.on("SIGINT", () => {})

await engine.warm()
const client = { region: REGION, endpoint: engine.url, credentials: { accessKeyId: "local", secretAccessKey: "local" } }
tell({
  target: {
    name: `at ${engine.url}`,
    client,
    links: graph.links,
  },
})
