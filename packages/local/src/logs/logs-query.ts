import { InvalidLogsQuery } from "./errors.ts"
import type { FunctionLogs } from "./function-logs.ts"
import type { LogEntry } from "./log-entry.ts"
import { LOG_LEVELS, logLevel } from "./log-level.ts"
import type { LogQuery } from "./log-rows.ts"

const MAX_LIMIT = 10_000

type Read = (value: string, parameter: string) => LogQuery

/** What each parameter of the query asks for. */
const PARAMETERS: Readonly<Record<string, Read>> = {
  function: (functionId) => ({ functionId }),
  level: (value, parameter) => {
    const level = logLevel(value)
    if (level === undefined) throw new InvalidLogsQuery(parameter, `one of ${LOG_LEVELS.join(", ").toLowerCase()}`)
    return { level }
  },
  correlationId: (correlationId) => ({ correlationId }),
  requestId: (requestId) => ({ requestId }),
  text: (text) => ({ text }),
  since: (value, parameter) => ({ since: timeOf(value, parameter) }),
  until: (value, parameter) => ({ until: timeOf(value, parameter) }),
  after: (value, parameter) => ({ after: wholeNumber(value, parameter, 0, Number.MAX_SAFE_INTEGER) }),
  limit: (value, parameter) => ({ limit: wholeNumber(value, parameter, 1, MAX_LIMIT) }),
  metrics: (value, parameter) => {
    if (value !== "true" && value !== "false") throw new InvalidLogsQuery(parameter, "true or false")
    return { metrics: value === "true" }
  },
}

/** GET /logs: the entries that the query asks for. An empty parameter asks for nothing. Throws InvalidLogsQuery. */
export function logsRoute(logs: Pick<FunctionLogs, "find">, query: URLSearchParams): LogEntry[] {
  const asked = [...query].filter(([, value]) => value !== "")
  return logs.find(Object.assign({}, ...asked.map(([name, value]) => readerOf(name)(value, name))) as LogQuery)
}

function readerOf(name: string): Read {
  const read = Object.hasOwn(PARAMETERS, name) ? PARAMETERS[name] : undefined
  if (read === undefined)
    throw new InvalidLogsQuery(JSON.stringify(name), `one of ${Object.keys(PARAMETERS).join(", ")}`)
  return read
}

/** Milliseconds since the epoch, or a date as text. */
function timeOf(value: string, parameter: string): number {
  const time = /^\d+$/.test(value) ? Number(value) : Date.parse(value)
  if (Number.isSafeInteger(time)) return time
  throw new InvalidLogsQuery(parameter, "milliseconds since the epoch, or a date such as 2026-01-31T12:00:00Z")
}

function wholeNumber(value: string, parameter: string, low: number, high: number): number {
  const number = Number(value)
  if (/^\d+$/.test(value) && number >= low && number <= high) return number
  throw new InvalidLogsQuery(parameter, `a whole number from ${low} to ${high}`)
}
