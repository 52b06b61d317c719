// @ts-check
/** @import { Status } from "../status-of.ts" */
import { el, part } from "./dom.js"
import { filters, pauseButton } from "./filters.js"
import { counted, duration } from "./format.js"
import { invocationList } from "./invocation-list.js"
import { place } from "./place.js"
import { logList } from "./log-list.js"

const invocations = invocationList()
const invocationForm = filters(
  [
    { name: "function", label: "Function", choices: [] },
    {
      name: "status",
      label: "Status",
      choices: [["failed", "not ok"], ...choicesOf(["ok", "error", "timeout", "crash", "memory"])],
    },
    { name: "traceId", label: "Trace id" },
    { name: "correlationId", label: "Correlation id" },
    { name: "requestId", label: "Request id" },
  ],
  () => invocationsView.reload?.(),
)
invocationForm.element.append(pauseButton(invocations.list))

/** @type {import("./main.js").View} */
export const invocationsView = {
  name: "invocations",
  title: "Invocations",
  element: part("Invocations", invocationForm.element, invocations.element),
  lists: [invocations.list],
  show: ({ query }) => invocationForm.set(query),
  status: (status) => invocationForm.choices("function", namesOf(status)),
}

const logs = logList()
const logForm = filters(
  [
    { name: "function", label: "Function", choices: [] },
    { name: "level", label: "At least", choices: choicesOf(["debug", "info", "warn", "error", "critical"]) },
    { name: "correlationId", label: "Correlation id" },
    { name: "requestId", label: "Request id" },
    { name: "text", label: "Text" },
  ],
  () => logsView.reload?.(),
)
logForm.element.append(pauseButton(logs.list))

/** @type {import("./main.js").View} */
export const logsView = {
  name: "logs",
  title: "Logs",
  element: part("Logs", logForm.element, logs.element),
  lists: [logs.list],
  show: ({ query }) => logForm.set(query),
  status: (status) => logForm.choices("function", namesOf(status)),
}

const ofFunction = { invocations: invocationList(30), logs: logList(100) }
const title = el("h2", {})
const facts = el("p", { class: "hint" })

/** @type {import("./main.js").View} */
export const functionView = {
  name: "function",
  title: "Function",
  element: el(
    "div",
    {},
    el("section", {}, title, facts, el("p", {}, pauseButton(ofFunction.invocations.list, ofFunction.logs.list))),
    part("Its last invocations", ofFunction.invocations.element),
    part("Its logs", ofFunction.logs.element),
  ),
  lists: [ofFunction.invocations.list, ofFunction.logs.list],
  query: ({ id = "" }) => new URLSearchParams({ function: id }),
  show({ id = "" }) {
    title.textContent = id
  },
  status(status) {
    const each = status.functions.find(({ id }) => id === place().id)
    facts.textContent = each ? factsOf(each) : "The app has no such function."
  },
}

/** @param {Status["functions"][number]} fn */
function factsOf({
  handler,
  memory,
  maxMemory,
  timeout,
  invocations: count,
  errors,
  coldStarts,
  p50DurationMs,
  maxDurationMs,
  ...fn
}) {
  return [
    handler,
    `${counted(count, "invocation")}, ${counted(errors, "error")}, ${counted(coldStarts, "cold start")}`,
    ...(count > 0 ? [`half of them within ${duration(p50DurationMs)}, the longest ${duration(maxDurationMs)}`] : []),
    `memory ${maxMemory} of ${memory} MB`,
    `may take ${timeout} s`,
    ...(fn.reservedConcurrency === undefined ? [] : [`at most ${fn.reservedConcurrency} at once`]),
    ...(fn.processes.length === 0 ? [] : [`processes ${fn.processes.join(", ")}`]),
    ...(fn.inspectPort === undefined ? [] : [`a debugger finds it at 127.0.0.1:${fn.inspectPort}`]),
  ].join(" · ")
}

/** @param {Status} status @returns {[string, string][]} */
const namesOf = ({ functions }) => choicesOf(functions.map(({ id }) => id))

/** @param {string[]} values @returns {[string, string][]} */
function choicesOf(values) {
  return values.map((value) => [value, value])
}
