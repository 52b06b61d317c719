import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { EngineNotRunning, EngineRunning } from "./errors.ts"
import type { Graph } from "./graph.ts"

/** What others find an engine by: the file .darkroom/engine.json of its checkout. */
export interface RunningEngine {
  readonly url: string
  readonly pid: number
  readonly region: string
  /** What SST tells of each linkable resource, by its name. */
  readonly links: Graph["links"]
}

const fileOf = (root: string) => join(root, ".darkroom/engine.json")

/** Announces the engine of this checkout; returns what takes the announcement back. */
export function announceEngine(root: string, url: string, region: string, graph: Graph): () => void {
  const running: RunningEngine = { url, pid: process.pid, region, links: withoutSecrets(graph.links) }
  mkdirSync(join(root, ".darkroom"), { recursive: true })
  writeFileSync(fileOf(root), JSON.stringify(running, null, 2))
  return () => rmSync(fileOf(root), { force: true })
}

/** No command needs them, and the file is there for all to read. */
function withoutSecrets(links: Graph["links"]): Graph["links"] {
  const isSecret = (properties: object) => "secret" in properties || "value" in properties
  return Object.fromEntries(Object.entries(links).filter(([, properties]) => !isSecret(properties)))
}

/** The engine that runs from this checkout. Throws EngineNotRunning. */
export async function findEngine(root: string): Promise<RunningEngine> {
  const running = await readAnnouncement(root)
  if (running === undefined) throw new EngineNotRunning(root)
  return running
}

/** Throws EngineRunning if one does: two engines on one state folder would spoil it. */
export async function refuseSecondEngine(root: string): Promise<void> {
  const running = await readAnnouncement(root)
  if (running) throw new EngineRunning(running.url, running.pid)
}

/** What was announced, if it still answers: an engine that was killed takes nothing back. */
async function readAnnouncement(root: string): Promise<RunningEngine | undefined> {
  if (!existsSync(fileOf(root))) return undefined
  const running = JSON.parse(readFileSync(fileOf(root), "utf8")) as RunningEngine
  const answer = await fetch(`${running.url}/status`, { signal: AbortSignal.timeout(2_000) }).catch(() => undefined)
  return answer?.ok && ((await answer.json()) as { pid?: number }).pid === running.pid ? running : undefined
}
