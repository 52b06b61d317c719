/** Neighbours of one month. */
export interface MonthGroup {
  /** `2026-11`; with a number after it where the month comes again further down. */
  readonly key: string
  readonly title: string
  readonly first: number
  readonly end: number
}

/** Groups times, which are sorted, by month in the reader's own time zone. */
export function monthGroups(times: readonly string[], locale?: string): MonthGroup[] {
  const title = new Intl.DateTimeFormat(locale, { month: "long", year: "numeric" })
  const groups: MonthGroup[] = []
  for (const { month, first, end } of stretches(times)) {
    const again = groups.filter(({ key }) => key.startsWith(month)).length
    groups.push({ key: again === 0 ? month : `${month}/${again + 1}`, title: titleOf(times[first], title), first, end })
  }
  return groups
}

function stretches(times: readonly string[]): { month: string; first: number; end: number }[] {
  const found: { month: string; first: number; end: number }[] = []
  for (const [index, time] of times.entries()) {
    const month = monthOf(new Date(time))
    const last = found.at(-1)
    if (last?.month === month) last.end = index + 1
    else found.push({ month, first: index, end: index + 1 })
  }
  return found
}

function monthOf(date: Date): string {
  return Number.isNaN(date.getTime())
    ? "unknown"
    : `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, "0")}`
}

function titleOf(time: string | undefined, format: Intl.DateTimeFormat): string {
  const date = new Date(time ?? "")
  return Number.isNaN(date.getTime()) ? "At an unknown time" : format.format(date)
}
