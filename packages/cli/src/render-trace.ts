import { type CatalogEntry, progressOf } from "@darkroom/catalog-model"
import { photoReport } from "./photo-report.ts"
import { waitingText } from "./steps.ts"
import { type Colors, displayWidth, pad, plain, printable } from "./text.ts"
import { type TraceEvent, type TraceNode, traceOf, treeOf } from "./trace.ts"

interface Row {
  /** The branches that lead to the event. */
  readonly branch: string
  readonly event: TraceEvent
  readonly isRoot: boolean
}

/** A photo's events as a tree by cause, and what is still missing or went wrong. Times are UTC. */
export function renderTrace(entry: CatalogEntry, { colors = plain }: { colors?: Colors } = {}): string {
  const rows = treeOf(traceOf(entry.timeline)).flatMap((node) => rowsOf(node, "", ""))
  return [...tableOf(rows, colors), ...outcome(entry, colors)].join("\n")
}

/** `own` is drawn before the event, `below` before everything that it caused. */
function rowsOf({ event, effects }: TraceNode, own: string, below: string): Row[] {
  const rest = effects.flatMap((effect, index) => {
    const isLast = index === effects.length - 1
    return rowsOf(effect, `${below}${isLast ? "└─ " : "├─ "}`, `${below}${isLast ? "   " : "│  "}`)
  })
  return [{ branch: own, event, isRoot: own === "" }, ...rest]
}

function tableOf(rows: readonly Row[], colors: Colors): string[] {
  const widthOf = (text: (row: Row) => string) => Math.max(0, ...rows.map((row) => displayWidth(text(row))))
  const name = widthOf(({ branch, event }) => branch + event.type)
  const service = widthOf(serviceOf)
  const time = widthOf(timeOf)
  return rows.map((row) => {
    const { branch, event } = row
    const title = colors.dim(branch) + typeColor(event, colors)(pad(event.type, name - displayWidth(branch)))
    return [title, colors.cyan(pad(serviceOf(row), service)), pad(timeOf(row), time), remarks(event)]
      .join("  ")
      .trimEnd()
  })
}

function typeColor({ type }: TraceEvent, colors: Colors): (text: string) => string {
  return type === "ProcessingFailed" || type === "ImageRejected" ? colors.red : String
}

function serviceOf({ event }: Row): string {
  return event.source.replace(/^darkroom\./, "")
}

function timeOf({ event, isRoot }: Row): string {
  const { time, millisecondsAfterCause: after } = event
  if (isRoot || after === null) return time.slice(11, 23)
  return `${after < 0 ? "-" : "+"}${Math.abs(after)} ms`
}

function remarks({ note, attempt, origin }: TraceEvent): string {
  const parts = [
    note === null ? [] : [printable(note)],
    attempt > 1 ? [`attempt ${attempt}`] : [],
    origin === "upload" ? [] : [origin],
  ]
  return parts.flat().join("  ")
}

function outcome(entry: CatalogEntry, colors: Colors): string[] {
  const { status, reason, message, failures, missing, decision, movedTo } = photoReport(entry)
  const failed = failures.map(({ service, class: failureClass, attempts, message: text }) =>
    colors.red(`${service} failed (${failureClass}, attempt ${attempts}): ${printable(text)}`),
  )
  const waiting = waitingText(progressOf(entry.record))
  const notSeen = missing.map(({ feature, message: text }) =>
    colors.yellow(`${feature} could not be looked for: ${printable(text)}`),
  )
  return [
    ...failed,
    ...notSeen,
    ...(decision === null ? [] : [`${decision.category}: ${printable(decision.reason)}`]),
    ...(movedTo === null ? [] : [`now at ${printable(movedTo)}`]),
    ...(status === "rejected" ? [colors.red(`rejected (${reason}): ${printable(message ?? "")}`)] : []),
    ...(status === "deleted" ? [message ?? status] : []),
    ...(waiting === undefined ? [] : [colors.yellow(`still ${waiting}`)]),
  ]
}
