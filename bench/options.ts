import { parseArgs } from "node:util"

export interface Options {
  /** A set and round. */
  readonly photos: number
  readonly rounds: number
  /** After so many seconds no further round begins. */
  readonly seconds: number
  readonly json: boolean
}

export const USAGE = `npm run bench -- [--photos N] [--rounds N] [--seconds N] [--json]

  --photos   photos of each size in each round, 1 to 500 (default 12)
  --rounds   rounds at the most, 1 to 100 (default 3)
  --seconds  no further round begins that would end later than so many seconds after the start (default 110)
  --json     print JSON instead of tables`

/** Thrown when an option is unknown or its value makes no sense. */
export class InvalidOptions extends Error {
  override readonly name = "InvalidOptions"
}

/** Undefined where help is wanted. Throws InvalidOptions. */
export function readOptions(args: readonly string[]): Options | undefined {
  const text = { type: "string" } as const
  const flag = { type: "boolean" } as const
  const options = { photos: text, rounds: text, seconds: text, json: flag, help: { ...flag, short: "h" } } as const
  const { values } = parsed(() => parseArgs({ args: [...args], options }))
  if (values.help) return undefined
  return {
    photos: count("photos", values.photos ?? "12", 500),
    rounds: count("rounds", values.rounds ?? "3", 100),
    seconds: count("seconds", values.seconds ?? "110", 3_600),
    json: values.json ?? false,
  }
}

function count(name: string, value: string, most: number): number {
  const number = Number(value)
  if (Number.isInteger(number) && number >= 1 && number <= most) return number
  throw new InvalidOptions(`--${name} is a whole number from 1 to ${most}, not ${value}`)
}

function parsed<Result>(parse: () => Result): Result {
  try {
    return parse()
  } catch (cause) {
    throw new InvalidOptions((cause as Error).message, { cause })
  }
}
