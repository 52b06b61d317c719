import { readFileSync } from "node:fs"
import type { FunctionNode } from "../graph.ts"
import { MEMORY_POLL_MILLISECONDS } from "./messages.ts"

/**
 * What a process here has and one on Lambda has not: the compiler that strips types, 18 MB measured for one file, and the sources of
 * modules that are bundled, minified and tree-shaken there.
 */
export const ENGINE_ALLOWANCE_MEGABYTES = 32

/** V8 may grow each half of the young generation to this. Lambda's 5 % of the memory, 51 MB of 1 GB, would be garbage most of the time. */
const SEMI_SPACE_MEGABYTES = 4

/** V8's limits by a function's memory: 90 % for the old generation, as on Lambda, unless NODE_OPTIONS sets its own. */
export function heapArguments({ memory, environment }: Pick<FunctionNode, "memory" | "environment">): string[] {
  if (/--max[-_](semi|old)[-_]space[-_]size/.test(environment["NODE_OPTIONS"] ?? "")) return []
  const oldSpace = Math.max(1, Math.floor(memory * 0.9))
  return [`--max-semi-space-size=${SEMI_SPACE_MEGABYTES}`, `--max-old-space-size=${oldSpace}`]
}

/** Megabytes that a process has in memory now; undefined where it is gone or the system does not tell. */
export function residentMemory(pid: number | undefined): number | undefined {
  if (process.platform !== "linux" || pid === undefined) return undefined
  try {
    const kilobytes = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]
    return kilobytes === undefined ? undefined : Math.round(Number(kilobytes) / 1024)
  } catch {
    return undefined
  }
}

/** Looks at a process's memory until cancelled. In real time, for processes live in it. */
export function pollMemory(look: () => void): () => void {
  const timer = setInterval(look, MEMORY_POLL_MILLISECONDS)
  timer.unref()
  return () => clearInterval(timer)
}
