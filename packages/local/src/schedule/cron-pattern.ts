import type { Refuse } from "./errors.ts"

interface Field {
  readonly name: string
  readonly lowest: number
  readonly highest: number
  /** In the order of their numbers, beginning with the lowest. */
  readonly names?: readonly string[]
}

const MINUTES: Field = { name: "minutes", lowest: 0, highest: 59 }
const HOURS: Field = { name: "hours", lowest: 0, highest: 23 }
const DAY_OF_MONTH: Field = { name: "day-of-month", lowest: 1, highest: 31 }
const MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
const MONTH: Field = { name: "month", lowest: 1, highest: 12, names: MONTHS }
const DAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]
const DAY_OF_WEEK: Field = { name: "day-of-week", lowest: 1, highest: 7, names: DAYS }
const YEAR: Field = { name: "year", lowest: 1970, highest: 2199 }

/**
 * AWS's six fields as croner's seven. Every list, range and increment becomes plain numbers, because croner takes some that AWS does not and the
 * other way round. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html#eb-cron-expressions
 */
export function cronPattern(content: string, refuse: Refuse): string {
  const fields = content.trim().toUpperCase().split(/\s+/)
  if (fields.length !== 6)
    throw refuse(`a cron has six fields, this one has ${content.trim() === "" ? 0 : fields.length}`)
  const [minutes, hours, dayOfMonth, month, dayOfWeek, year] = fields as [
    string,
    string,
    string,
    string,
    string,
    string,
  ]
  if ((dayOfMonth === "?") === (dayOfWeek === "?"))
    throw refuse("one of day-of-month and day-of-week must be ?, and only one")
  return [
    "0",
    numbers(minutes, MINUTES, refuse),
    numbers(hours, HOURS, refuse),
    dayOfMonth === "?" ? "*" : daysOfMonth(dayOfMonth, refuse),
    numbers(month, MONTH, refuse),
    dayOfWeek === "?" ? "*" : daysOfWeek(dayOfWeek, refuse),
    numbers(year, YEAR, refuse),
  ].join(" ")
}

/** Also `L`, the last day; `15W`, the weekday nearest to the 15th; `LW`, the last weekday. */
function daysOfMonth(text: string, refuse: Refuse): string {
  if (text === "*" || text === "L" || text === "LW") return text
  const [, nearest] = /^(\d+)W$/.exec(text) ?? []
  return nearest === undefined ? numbers(text, DAY_OF_MONTH, refuse) : `${valueOf(nearest, DAY_OF_MONTH, refuse)}W`
}

/** Also `3#2`, the second Tuesday of the month; `6L`, its last Friday; `L`, the week's last day. */
function daysOfWeek(text: string, refuse: Refuse): string {
  if (text === "*") return text
  if (text.includes("/")) throw refuse("day-of-week takes no increments")
  // AWS's week begins with 1 on Sunday, croner's with 0.
  if (text === "L") return "6"
  const [, day, , which] = /^(\d+|[A-Z]{3})(#([1-5])|L)$/.exec(text) ?? []
  if (day !== undefined) return `${valueOf(day, DAY_OF_WEEK, refuse) - 1}#${which ?? "L"}`
  return expand(text, DAY_OF_WEEK, refuse)
    .map((number) => number - 1)
    .join(",")
}

function numbers(text: string, field: Field, refuse: Refuse): string {
  return expand(text, field, refuse).join(",")
}

function expand(text: string, field: Field, refuse: Refuse): number[] {
  return [...new Set(text.split(",").flatMap((part) => expandPart(part, field, refuse)))]
}

/** `*`, `5`, `5-10`, and each with an increment: `5/10` is every tenth from 5 on. */
function expandPart(part: string, field: Field, refuse: Refuse): number[] {
  const { name, lowest, highest } = field
  const [, range = "", increment] = /^([^/]*)(?:\/(\d+))?$/.exec(part) ?? []
  const [, first, last] = /^([^-]+)(?:-([^-]+))?$/.exec(range) ?? []
  if (first === undefined || (first === "*" && last !== undefined)) throw refuse(`${name} cannot be "${part}"`)
  const from = first === "*" ? lowest : valueOf(first, field, refuse)
  const to = first === "*" ? highest : last !== undefined ? valueOf(last, field, refuse) : increment ? highest : from
  const step = Number(increment ?? 1)
  if (from > to) throw refuse(`${name} has a range that ends before it begins: ${part}`)
  if (step < 1 || step > highest) throw refuse(`${name} has an increment that is not from 1 to ${highest}: ${part}`)
  return Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, index) => from + index * step)
}

function valueOf(text: string, { name, lowest, highest, names = [] }: Field, refuse: Refuse): number {
  const named = names.indexOf(text)
  const value = named >= 0 ? named + lowest : /^\d+$/.test(text) ? Number(text) : undefined
  if (value === undefined) throw refuse(`${name} cannot be "${text}"`)
  if (value < lowest || value > highest) throw refuse(`${name} is from ${lowest} to ${highest}, not ${value}`)
  return value
}
