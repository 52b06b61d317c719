import type { StageStatus } from "../commands/status.ts"
import { counted } from "../format.ts"
import { renderColumns } from "../render-columns.ts"
import { type Colors, printable } from "../text.ts"
import type { FunctionStatus } from "./function-status.ts"
import type { MonthCost } from "./month-cost.ts"
import type { ServiceStatus } from "./service-status.ts"
import type { SubscriberStatus } from "./subscriber-status.ts"

export function renderStatus(
  { subscribers, services, functions, stalled, cost }: StageStatus,
  offline: boolean,
  colors: Colors,
): string {
  return [
    renderSubscribers(subscribers, colors),
    renderServices(services, colors),
    renderFunctions(functions, colors),
    [...(stalled === 0 ? [] : [colors.red(stalledText(stalled))]), renderCost(cost, offline)].join("\n"),
  ].join("\n\n")
}

function renderSubscribers(all: readonly SubscriberStatus[], colors: Colors): string {
  const rows = all.map(({ subscriber, paused, live, backfill, dead, unread }) => {
    const inLane = backfill ? [backfill.waiting, backfill.inFlight, age(backfill.oldest)] : ["", "", ""]
    const name = paused ? `${printable(subscriber)} (paused)` : printable(subscriber)
    return [name, live.waiting, live.inFlight, age(live.oldest), ...inLane, dead, unread].map(String)
  })
  const head = ["queue of", "waiting", "in flight", "oldest", "backfill", "in flight", "oldest", "dead", "unread"]
  const isTrouble = ({ paused, dead, unread }: SubscriberStatus) => paused || dead + unread > 0
  return renderColumns(head, rows, colors, painted(all, isTrouble, colors))
}

function renderServices(all: readonly ServiceStatus[], colors: Colors): string {
  const rows = all.map(({ service, handled, failed, errorRate }) =>
    [printable(service), handled, failed, errorRate === null ? "" : `${errorRate.toFixed(1)} %`].map(String),
  )
  return renderColumns(
    ["messages in the last hour", "handled", "failed attempts", "error rate"],
    rows,
    colors,
    painted(all, ({ failed }) => failed > 0, colors),
  )
}

/** Those that ran, and the names of the others: their next invocation is a cold start. */
function renderFunctions(all: readonly FunctionStatus[], colors: Colors): string {
  const ran = all.filter(({ invocations }) => invocations > 0)
  const cold = all.filter((each) => !ran.includes(each)).map((each) => printable(each.function))
  const rows = ran.map(({ function: name, invocations, errors, averageMilliseconds, longestMilliseconds }) =>
    [printable(name), invocations, errors, `${averageMilliseconds} ms`, `${longestMilliseconds} ms`].map(String),
  )
  const table = renderColumns(
    ["functions in the last hour", "invocations", "errors", "average", "longest"],
    rows,
    colors,
    painted(ran, ({ errors }) => errors > 0, colors),
  )
  const looping = all.filter(({ recursions }) => recursions > 0).map((each) => colors.red(loopText(each)))
  return [
    table,
    ...(cold.length === 0 ? [] : [`cold, not invoked in the last hour: ${cold.join(", ")}`]),
    ...looping,
  ].join("\n")
}

function painted<Row>(rows: readonly Row[], isTrouble: (row: Row) => boolean, colors: Colors) {
  return (line: string, index: number) => {
    const row = rows[index]
    return row !== undefined && isTrouble(row) ? colors.red(line) : line
  }
}

const ABOUT_LOOPS = "https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html"

function loopText({ function: name, recursions }: FunctionStatus): string {
  return `Lambda stopped a recursive loop of ${printable(name)} (${counted(recursions, "invocation")} refused): ${ABOUT_LOOPS}`
}

function stalledText(stalled: number): string {
  return `${counted(stalled, "photo")} stalled: darkroom retry --stalled`
}

function renderCost({ images, rekognition, lambda, messaging, total }: MonthCost, offline: boolean): string {
  const subject = offline ? "On AWS this month so far would have cost" : "This month so far has cost"
  const parts = [
    `Rekognition ${dollars(rekognition)} for ${counted(images, "image")}`,
    `functions ${dollars(lambda)}`,
    `events and queues ${dollars(messaging)}`,
  ]
  const sum = total < 0.01 ? dollars(total) : `about ${dollars(total)}`
  return `${subject} ${sum} at list prices: ${parts.join(", ")}. Not counted: tables, storage, logs, minutes of video, and what a stage costs idle (docs/deploy.md).`
}

function dollars(usd: number): string {
  return usd > 0 && usd < 0.01 ? "less than $0.01" : `$${usd.toFixed(2)}`
}

/** Of seconds, in the largest unit that leaves a whole number. */
function age(seconds: number): string {
  if (seconds === 0) return ""
  if (seconds < 60) return `${seconds} s`
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min`
  return seconds < 86_400 ? `${Math.floor(seconds / 3_600)} h` : `${Math.floor(seconds / 86_400)} d`
}
