// The engine of the backfill's benchmark: state on disk, and a bucket that tells nobody of new objects.
import { FunctionCrashed, REGION, startEngine, synth } from "@darkroom/local"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { answerCalls, tell } from "../answer-calls.ts"
import type { BackfillEngineCalls } from "./pipeline.ts"
import { heapMegabytes } from "./heap.ts"
import { root } from "../root.ts"
import { usageOf } from "../usage.ts"

const dog = { name: "Dog", confidence: 97, parents: ["Animal"], categories: [], aliases: [], instances: [] }
const recogniser = { detectLabels: async () => [dog], close: async () => {} }

const synthesised = await synth({ root, stage: "local", cache: join(root, ".darkroom") })
const isCreated = (pattern: unknown) =>
  (pattern as { "detail-type"?: string[] })["detail-type"]?.includes("Object Created") === true
const graph = { ...synthesised, rules: synthesised.rules.filter(({ pattern }) => !isCreated(pattern)) }
const folder = mkdtempSync(join(tmpdir(), "darkroom-bench-backfill-"))
let killed = 0
const onError = (id: string, error: unknown) => {
  // As many crashes of the worker as processes that were killed are meant.
  if (id === "BackfillWorkHandler" && error instanceof FunctionCrashed && killed-- > 0) return
  tell({ trouble: `${id}: ${String(error)}` })
}
const bundles = join(root, ".darkroom/bundles")
const engine = await startEngine({ root, port: 0, folder, bundles, recogniser, graph, onError })

const found = new Set<string>()
const uploaded = new Set<string>()
const processed = new Set<string>()
engine.events.onEvent(({ bus, event }) => {
  if (bus === "default") return
  const { metadata, data } = event.detail as unknown as {
    metadata: { id: string; groupKey: string }
    data?: { message?: string }
  }
  const type = event["detail-type"]
  if (type === "OriginalFound") found.add(metadata.id)
  if (type === "ImageUploaded") uploaded.add(metadata.id)
  if (type === "ImageProcessed") processed.add(metadata.groupKey)
  if (type === "ProcessingFailed" || type === "ImageRejected") tell({ trouble: `${type}: ${data?.message ?? ""}` })
})

/** A line of /proc/<pid>/status. https://man7.org/linux/man-pages/man5/proc_pid_status.5.html */
function megabytesOf(pid: number | "self", line: "RssAnon" | "RssFile"): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8")
    return Math.round(Number(new RegExp(`${line}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1024)
  } catch {
    return 0
  }
}

const calls: BackfillEngineCalls = {
  sample() {
    const pids = engine.stats().flatMap(({ processes }) => processes)
    return {
      found: found.size,
      uploaded: uploaded.size,
      processed: processed.size,
      engineHeapMegabytes: heapMegabytes(),
      engineMegabytes: megabytesOf("self", "RssAnon"),
      engineMappedMegabytes: megabytesOf("self", "RssFile"),
      functionsMegabytes: pids.reduce((sum, pid) => sum + megabytesOf(pid, "RssAnon"), 0),
    }
  },
  usage: () => usageOf(engine.stats()),
  killWorker() {
    const pids = engine.stats().flatMap(({ id, processes }) => (id === "BackfillWorkHandler" ? processes : []))
    for (const pid of pids) process.kill(pid, "SIGKILL")
    killed += pids.length
    return pids.length
  },
}
answerCalls(calls)

async function close(): Promise<void> {
  await engine.close()
  rmSync(folder, { recursive: true, force: true })
  process.exit()
}
process.once("disconnect", () => void close())
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
