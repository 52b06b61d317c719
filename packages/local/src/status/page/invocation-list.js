// @ts-check
/** @import { InvocationSummary } from "../invocation-list.ts" */
import { el, hint } from "./dom.js"
import { clockTime, counted, duration } from "./format.js"
import { liveList } from "./live-list.js"
import { linkTo } from "./place.js"
import { table } from "./table.js"
import { bars, legend, segmentsOf, timing, windowOf } from "./waterfall.js"

/** @typedef {{ record: InvocationSummary, window: { from: number, to: number }, title?: string }} Row @typedef {{ from: number, to: number }} Window */

/** An async retry has its request's id again. @param {InvocationSummary} record */
const keyOf = ({ requestId, startedAt, functionId }) => `${functionId} ${requestId} ${startedAt}`

/** Invocations by work, the latest trace first, and within it in the order of time. @param {number} [limit] */
export function invocationList(limit = 200) {
  const rows = table({
    label: "Invocations by work",
    empty: "No invocation yet that the filters let through.",
    key: (/** @type {Row} */ { record }) => keyOf(record),
    style: ({ title }) => (title === undefined ? "" : "first"),
    columns: [
      {
        name: "function",
        of: ({ record }) => ({ text: record.functionId, href: linkTo("function", { id: record.functionId }) }),
      },
      { name: "at", style: "nowrap", of: ({ record }) => clockTime(begin(record)) },
      {
        name: "trigger",
        of: ({ record: { queue, trigger, records } }) =>
          `${queue ?? trigger}${records === undefined || records === 1 ? "" : `, ${records} records`}`,
      },
      { name: "time", style: "waterfall", of: barsOf },
      { name: "memory", number: true, style: "nowrap", of: ({ record }) => `${record.maxMemoryMb} MB` },
      { name: "status", of: statusOf },
      {
        name: "logs",
        style: "bare",
        of: ({ record: { requestId } }) => ({
          text: "logs",
          href: linkTo("logs", { query: { requestId } }),
          title: requestId,
        }),
      },
      { name: "work", of: workOf },
      { name: "trace", of: traceOf },
    ],
  })
  const list = liveList({
    kind: "invocations",
    path: "/status/invocations",
    parameters: ["function", "status", "traceId", "requestId", "correlationId"],
    key: keyOf,
    limit,
    show: (/** @type {InvocationSummary[]} */ items) => rows.show(byWork(items)),
  })
  const note = hint("Invocations of one work, such as one upload, stand together and share one scale.")
  return { list, element: el("div", {}, legend(), note, rows.element) }
}

/** @param {InvocationSummary} record */
const begin = (record) => segmentsOf(record)[0]?.from ?? record.startedAt

/** @param {Row} row */
function barsOf({ record, window }) {
  const words = el("span", { class: "timing" }, timing(record) || "0 ms")
  const build = () => el("div", {}, bars(record, window), words)
  return { signature: JSON.stringify([record.startedAt, window]), build }
}

/** @param {Row} row */
function statusOf({ record: { status, error, cold } }) {
  const start = cold ? [{ text: " cold", style: "hint" }] : []
  if (status === "ok") return [{ text: "ok", style: "good" }, ...start]
  return [{ text: status, style: "alarm" }, { text: ` ${error ?? ""}`, style: "break" }, ...start]
}

/** @param {Row} row */
function workOf({ record: { correlationIds }, title = "same" }) {
  const [correlationId] = correlationIds
  if (correlationId === undefined) return title
  return { text: title, href: linkTo("invocations", { query: { correlationId } }), title: correlationIds.join(", ") }
}

/** @param {Row} row */
function traceOf({ record: { traceId } }) {
  return { text: traceId.slice(-6), href: linkTo("invocations", { query: { traceId } }), title: traceId }
}

/** Longer than this between two invocations, and one scale would show neither: a replay comes much later than the upload. */
const PAUSE_MILLISECONDS = 10_000

/** The logger's correlation id goes further than a trace, which ends where a service passes on no header. @param {InvocationSummary[]} invocations @returns {Row[]} */
function byWork(invocations) {
  const works = Map.groupBy(invocations, ({ correlationIds, traceId }) => correlationIds[0] ?? traceId)
  const stretches = [...works.values()].flatMap(stretchesOf)
  return stretches
    .toSorted((a, b) => b.window.to - a.window.to)
    .flatMap(({ records, window }) => {
      const title = `${counted(records.length, "invocation")}, ${duration(window.to - window.from)}`
      return records.map((record, index) => ({ record, window, ...(index === 0 ? { title } : {}) }))
    })
}

/** @typedef {{ records: InvocationSummary[], window: Window }} Stretch */

/** @param {InvocationSummary[]} records */
function stretchesOf(records) {
  /** @type {Stretch[]} */
  const stretches = []
  for (const record of records.toSorted((a, b) => begin(a) - begin(b))) {
    const last = stretches.at(-1)
    const together = last !== undefined && begin(record) - last.window.to < PAUSE_MILLISECONDS
    const joined = together ? [...last.records, record] : [record]
    stretches.splice(together ? -1 : stretches.length, 1, { records: joined, window: windowOf(joined) })
  }
  return stretches
}
