// @ts-check
/** @import { LogEntry } from "../../logs/log-entry.ts" */
import { el } from "./dom.js"
import { clockTime, counted } from "./format.js"
import { liveList } from "./live-list.js"
import { linkTo } from "./place.js"
import { table } from "./table.js"

/** What functions have said, the latest first. @param {number} [limit] */
export function logList(limit = 200) {
  const rows = table({
    label: "Logs, the latest first",
    empty: "Nothing is logged that the filters let through.",
    key: (/** @type {LogEntry} */ { id }) => String(id),
    style: ({ level }) => (["ERROR", "CRITICAL", "FATAL"].includes(level) ? "failed" : ""),
    columns: [
      { name: "time", style: "nowrap", of: ({ time }) => clockTime(time) },
      { name: "level", style: "bare", of: ({ level }) => ({ text: level, style: styleOf(level) }) },
      {
        name: "function",
        of: ({ functionId }) => ({ text: functionId, href: linkTo("function", { id: functionId }) }),
      },
      { name: "message", style: "message", of: messageOf },
      { name: "of", style: "bare", of: linksOf },
    ],
  })
  const note = el("p", { class: "hint" })
  const list = liveList({
    kind: "logs",
    path: "/logs",
    parameters: ["function", "level", "correlationId", "requestId", "text"],
    key: (/** @type {LogEntry} */ { id }) => String(id),
    oldestFirst: true,
    limit,
    show(items, skipped) {
      rows.show(items)
      note.textContent = skipped > 0 ? `${counted(skipped, "line")} came too fast to be shown.` : ""
    },
  })
  return { list, element: el("div", {}, note, rows.element) }
}

/** @param {string} level */
function styleOf(level) {
  if (level === "WARN") return "warn"
  return level === "INFO" || level === "DEBUG" || level === "TRACE" ? "hint" : "alarm"
}

/** @param {LogEntry} entry */
function messageOf({ message, fields }) {
  const build = () => {
    const text = el("span", { class: "text" }, message)
    if (Object.keys(fields).length === 0) return text
    const details = el(
      "details",
      {},
      el("summary", { class: "hint" }, pairsOf(fields)),
      el("pre", {}, JSON.stringify(fields, null, 2)),
    )
    return el("div", {}, text, details)
  }
  return { signature: message, build }
}

/** What every line of a function repeats says nothing. */
const REPEATED = [
  "service",
  "sampling_rate",
  "cold_start",
  "function_arn",
  "function_memory_size",
  "function_name",
  "xray_trace_id",
]

/** @param {LogEntry["fields"]} fields */
function pairsOf(fields) {
  const pairs = Object.entries(fields).filter(([name]) => !REPEATED.includes(name))
  const text = pairs
    .map(([name, value]) => `${name} ${typeof value === "string" ? value : JSON.stringify(value)}`)
    .join(", ")
  return text.length > 160 ? `${text.slice(0, 160)}…` : text || "fields"
}

/** @param {LogEntry} entry */
function linksOf({ requestId, correlationId }) {
  return [
    ...(requestId === undefined
      ? []
      : [{ text: "invocation ", href: linkTo("invocations", { query: { requestId } }), title: requestId }]),
    ...(correlationId === undefined
      ? []
      : [{ text: "work", href: linkTo("logs", { query: { correlationId } }), title: correlationId }]),
  ]
}
