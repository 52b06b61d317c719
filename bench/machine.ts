import { cpus, loadavg, release, totalmem, type } from "node:os"
import { setTimeout as sleep } from "node:timers/promises"
import { sharp } from "./sharp.ts"

export interface Machine {
  readonly cores: number
  readonly processor: string
  readonly memoryGigabytes: number
  readonly system: string
  readonly node: string
  readonly sharp: string
}

/** How busy the machine is while the benchmark itself does nothing. */
export interface Load {
  /** Per cent of all cores over one second. */
  readonly busy: number
  /** Of the last minute. */
  readonly average: number
}

export function machine(): Machine {
  const all = cpus()
  return {
    cores: all.length,
    processor: all[0]?.model.trim() ?? "unknown",
    memoryGigabytes: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release()}`,
    node: process.version,
    sharp: `${sharp.versions.sharp ?? "unknown"}, libvips ${sharp.versions.vips}`,
  }
}

export async function currentLoad(): Promise<Load> {
  const before = times()
  await sleep(1_000)
  const after = times()
  const busy = 1 - (after.idle - before.idle) / (after.all - before.all)
  return { busy: Math.round(busy * 100), average: loadavg()[0] ?? 0 }
}

function times(): { idle: number; all: number } {
  const all = cpus().map(({ times: { idle, user, nice, sys, irq } }) => ({ idle, all: idle + user + nice + sys + irq }))
  return { idle: all.reduce((sum, cpu) => sum + cpu.idle, 0), all: all.reduce((sum, cpu) => sum + cpu.all, 0) }
}
