import type { BackfillSource, BackfillState, BackfillStatus } from "@darkroom/events"
import { renderBars } from "../progress.ts"
import { renderColumns } from "../render-columns.ts"
import { type Colors, pad, printable } from "../text.ts"

const number = new Intl.NumberFormat("en-US", { maximumFractionDigits: 1 })
const count = (value: number) => number.format(value)

const COLORS = {
  running: "cyan",
  paused: "yellow",
  completed: "green",
  cancelled: "yellow",
  failed: "red",
} as const satisfies Record<BackfillState, keyof Colors>

/** Everything about one backfill, a line a fact. */
export function renderBackfill(backfill: BackfillStatus, colors: Colors): string {
  const { id, source, state, rate, again, startedAt, endedAt, message, report } = backfill
  const facts: [string, string | null][] = [
    ["id", id],
    ["source", sourceText(source)],
    ["state", `${colors[COLORS[state]](state)}${shareText(backfill)}`],
    ["rate", `${count(rate)} objects a second`],
    ["again", again ? "takes in what was taken in before, too" : null],
    ["rows", rowsText(backfill)],
    ["skipped", skippedText(backfill)],
    ["started", startedAt],
    ["ended", endedAt],
    ["message", message],
    ["report", report && `s3://${report.bucket}/${report.key}`],
  ]
  return facts.flatMap(([name, text]) => (text === null ? [] : [`${pad(name, 9)}${printable(text)}`])).join("\n")
}

/** A line each, under headings. */
export function renderBackfills(backfills: readonly BackfillStatus[], colors: Colors): string {
  const rows = backfills.map((backfill) => {
    const { id, state, startedAt, rate, counts, source } = backfill
    const done = backfill.done === null ? "" : `${Math.floor(backfill.done * 100)} %`
    const when = startedAt.slice(0, 16).replace("T", " ")
    return [id, state, done, `${count(rate)}/s`, count(counts.emitted), when, printable(sourceText(source))]
  })
  return renderColumns(["id", "state", "done", "rate", "emitted", "started (UTC)", "source"], rows, colors)
}

export function sourceText(source: BackfillSource): string {
  if (source.kind === "batch") return `the job ${source.jobId} of S3 Batch Operations`
  if (source.kind === "prefix") return `s3://${source.bucket}/${source.prefix}`
  return `s3://${source.bucket}/${source.key} (${source.kind === "csv" ? "CSV" : "S3 Inventory"})`
}

function shareText({ done, waiting }: BackfillStatus): string {
  const share = done === null ? "" : `, ${Math.floor(done * 100)} %`
  return `${share}${waiting ? ", waits until the pipeline has caught up" : ""}`
}

function rowsText({ counts: { rows, emitted, malformed, foreign } }: BackfillStatus): string {
  return `${count(rows)} read: ${count(emitted)} found, ${count(malformed)} malformed, ${count(foreign)} foreign`
}

function skippedText({ skipped: { known, missing, archived } }: BackfillStatus): string | null {
  if (known + missing + archived === 0) return null
  return `${count(known)} known already, ${count(missing)} missing, ${count(archived)} archived`
}

/** One line for who watches: a bar where its end is known, the counts, and at what speed it comes when to its end. */
export function progressText(backfill: BackfillStatus, perSecond: number | undefined, colors: Colors): string {
  const { state, waiting, counts, skipped, done, rate } = backfill
  const bad = counts.malformed + counts.foreign
  const passed = skipped.known + skipped.missing + skipped.archived
  const total = done === null || done === 0 ? undefined : Math.max(counts.rows, Math.round(counts.rows / done))
  const bar =
    total === undefined
      ? `${state}  ${count(counts.rows)} rows`
      : (renderBars([{ name: state, done: counts.rows - bad, failed: 0, total }], colors)[0] ?? "")
  const left = total === undefined || !perSecond ? undefined : (total - counts.rows) / perSecond
  const isUnderWay = state === "running"
  return [
    bar,
    bad > 0 ? colors.red(`${count(bad)} refused`) : "",
    passed > 0 ? `${count(passed)} skipped` : "",
    isUnderWay && perSecond !== undefined ? `${count(perSecond)} of ${count(rate)}/s` : "",
    isUnderWay && waiting ? "the pipeline catches up" : "",
    isUnderWay && left !== undefined ? `${durationText(left)} left` : "",
  ]
    .filter((part) => part !== "")
    .join("  ")
}

/** `40 s`, `12 min`, `3 h 20 min`, `4 d 3 h`. */
export function durationText(seconds: number): string {
  if (seconds < 60) return `${Math.ceil(seconds)} s`
  const minutes = Math.ceil(seconds / 60)
  if (minutes < 60) return `${minutes} min`
  const hours = Math.floor(minutes / 60)
  if (hours < 48) return `${hours} h ${minutes % 60} min`
  return `${Math.floor(hours / 24)} d ${hours % 24} h`
}
