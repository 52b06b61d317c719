import { InvalidArgumentError } from "commander"

const UNITS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** Reads an option such as `30s`, `10m`, `2h` or `1d`, as milliseconds. Throws InvalidArgumentError. */
export function duration(text: string): number {
  const [, amount, unit = ""] = /^(\d{1,6})([smhd])$/.exec(text) ?? []
  const milliseconds = Number(amount) * (UNITS[unit] ?? Number.NaN)
  if (!(milliseconds > 0)) throw new InvalidArgumentError("It must be a duration such as 30s, 10m, 2h or 1d.")
  return milliseconds
}
