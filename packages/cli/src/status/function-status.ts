import type { CloudWatchClient } from "@aws-sdk/client-cloudwatch"
import type { Operations } from "../operations.ts"
import { measured, type Metric, ofFunction, sumOf } from "./measured.ts"

/** How a function did in the last hour. */
export interface FunctionStatus {
  readonly function: string
  readonly invocations: number
  /** Invocations that ended in an error: a crash, a timeout, too little memory. A message that fails is none. */
  readonly errors: number
  /** Invocations that Lambda refused because they would have continued a recursive loop. */
  readonly recursions: number
  /** Milliseconds; null where it did not run. */
  readonly averageMilliseconds: number | null
  readonly longestMilliseconds: number | null
}

const HOUR = 3_600_000
const PERIOD_SECONDS = 300

/** Every function, by CloudWatch, which is some minutes behind. `now` is in milliseconds. */
export async function functionStatus(
  client: Pick<CloudWatchClient, "send">,
  { functions }: Pick<Operations, "functions">,
  now: number,
): Promise<readonly FunctionStatus[]> {
  const metrics = Object.fromEntries(
    functions.flatMap(({ id, name }) =>
      Object.entries(metricsOf(name)).map(([what, metric]) => [`${id} ${what}`, metric]),
    ),
  )
  const values = await measured(client, metrics, { from: now - HOUR, to: now, period: PERIOD_SECONDS })
  return functions.map(({ id }) => {
    const sum = (what: string) => sumOf(values[`${id} ${what}`] ?? [])
    const [invocations, milliseconds] = [sum("invocations"), sum("milliseconds")]
    const longest = values[`${id} longest`] ?? []
    return {
      function: id,
      invocations,
      errors: sum("errors"),
      recursions: sum("recursions"),
      averageMilliseconds: invocations === 0 ? null : Math.round(milliseconds / invocations),
      longestMilliseconds: longest.length === 0 ? null : Math.round(Math.max(...longest)),
    }
  })
}

function metricsOf(name: string): Readonly<Record<string, Metric>> {
  return {
    invocations: ofFunction(name, "Invocations"),
    errors: ofFunction(name, "Errors"),
    recursions: ofFunction(name, "RecursiveInvocationsDropped"),
    milliseconds: ofFunction(name, "Duration"),
    longest: ofFunction(name, "Duration", "Maximum"),
  }
}
