import type { Usage } from "./messages.ts"
import { median } from "./statistics.ts"

/** Processor time in milliseconds that one photo costs, by process; null where the machine does not tell. */
export type CpuPerPhoto = Readonly<Record<string, number | null>>

export const ENGINE = "engine"

/** What so many photos cost each between two readings. */
export function cpuBetween(before: Usage, after: Usage, photos: number): CpuPerPhoto {
  const cost = (from: number | null | undefined, to: number | null) =>
    to === null || from == null ? null : (to - from) / photos
  const functions = Object.entries(after.functions).map(
    ([id, { cpuMilliseconds }]) => [id, cost(before.functions[id]?.cpuMilliseconds, cpuMilliseconds)] as const,
  )
  return {
    [ENGINE]: cost(before.engine.cpuMilliseconds, after.engine.cpuMilliseconds),
    ...Object.fromEntries(functions),
  }
}

/** The median of several rounds, the dearest process first. */
export function perPhoto(rounds: readonly CpuPerPhoto[]): CpuPerPhoto {
  const names = Object.keys(rounds[0] ?? {})
  const costs = names.map((name) => {
    const values = rounds.flatMap((round) => round[name] ?? [])
    return [name, values.length === 0 ? null : median(values)] as const
  })
  return Object.fromEntries(costs.toSorted(([, a], [, b]) => (b ?? 0) - (a ?? 0)))
}

/** Of all processes together; null where one is not known. */
export function total(costs: CpuPerPhoto): number | null {
  return Object.values(costs).reduce((sum, cost) => (sum === null || cost === null ? null : sum + cost), 0)
}
