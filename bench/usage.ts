import { readFileSync } from "node:fs"
import type { FunctionStats, ProcessUsage, Usage } from "./messages.ts"

/** Of Linux's clock, the same on every machine that Node runs on. https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
const TICK_MILLISECONDS = 10

/** What this process, the engine's, and those of its functions have used so far. */
export function usageOf(functions: readonly FunctionStats[]): Usage {
  const { user, system } = process.cpuUsage()
  const { maxRSS } = process.resourceUsage()
  return {
    engine: { cpuMilliseconds: (user + system) / 1_000, peakMegabytes: Math.round(maxRSS / 1_024) },
    functions: Object.fromEntries(functions.map((stats) => [stats.id, functionUsage(stats)])),
  }
}

function functionUsage({ processes, maxMemory }: FunctionStats): ProcessUsage {
  const times = processes.map(cpuOf)
  const known = times.every((time) => time !== undefined)
  return { cpuMilliseconds: known ? times.reduce((sum, time) => sum + time, 0) : null, peakMegabytes: maxMemory }
}

/** User and system time in milliseconds. */
function cpuOf(pid: number): number | undefined {
  try {
    // The name stands in parentheses and may hold anything; behind it the fields begin with the third.
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8")
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ")
    return (Number(fields[11]) + Number(fields[12])) * TICK_MILLISECONDS
  } catch {
    return undefined
  }
}
