import type { BackfillCompleted, BackfillSource } from "@darkroom/events"
import { clean } from "./plain-text.ts"
import type { Text } from "./texts.ts"

type Ended = BackfillCompleted["data"]

const SUBJECTS = {
  completed: "A backfill is done",
  cancelled: "A backfill was cancelled",
  failed: "A backfill cannot go on",
} as const satisfies Record<Ended["outcome"], string>

const ENDS = {
  completed: "was read to its end",
  cancelled: "was cancelled",
  failed: "cannot go on",
} as const satisfies Record<Ended["outcome"], string>

/** How a backfill ended, what it brought, and where the rows are told that it did not take. */
export function backfillText({ backfill, outcome, message, counts, report }: Ended): Text {
  const { rows, emitted, malformed, foreign } = counts
  const left = [
    ...(malformed > 0 ? [`${number(malformed)} of them name no object`] : []),
    ...(foreign > 0 ? [`${number(foreign)} are of no profile`] : []),
  ]
  const short = [
    `The backfill of ${sourceText(backfill.source)} ${ENDS[outcome]}${message === null ? "." : `: ${clean(message)}`}`,
    `Of ${number(rows)} rows ${number(emitted)} were taken in${left.length > 0 ? `; ${left.join(", ")}` : ""}.`,
  ].join(" ")
  const where = report === null ? [] : [`Which and why: ${clean(`s3://${report.bucket}/${report.key}`)}`]
  return {
    subject: SUBJECTS[outcome],
    message: [short, ...where, `Backfill ${backfill.id}`].join("\n"),
    short,
    attributes: { outcome },
  }
}

/** Where it finds its objects: `s3://bucket/prefix`, a list there, or a job of S3 Batch Operations. */
function sourceText(source: BackfillSource): string {
  if (source.kind === "batch") return `the S3 Batch Operations job ${clean(source.jobId)}`
  return clean(`s3://${source.bucket}/${source.kind === "prefix" ? source.prefix : source.key}`)
}

function number(count: number): string {
  return count.toLocaleString("en")
}
