// @ts-check
/** @import { Status } from "../status-of.ts" */
import { el, hint, part, setText } from "./dom.js"
import { duration, span } from "./format.js"
import { linkTo } from "./place.js"
import { table } from "./table.js"

/** @typedef {Status["functions"][number]} Fn @typedef {Status["queues"][number]} Queue */

/** @param {number} count @param {string} style */
const marked = (count, style) => (count > 0 ? { text: count, style } : count)

const functions = table({
  label: "Functions",
  empty: "The app has no functions.",
  key: (/** @type {Fn} */ { id }) => id,
  columns: [
    { name: "function", of: ({ id }) => ({ text: id, href: linkTo("function", { id }) }) },
    { name: "state", of: stateOf },
    { name: "running", number: true, of: ({ running }) => marked(running, "busy") },
    { name: "idle", number: true, of: ({ idle }) => idle },
    { name: "starting", number: true, of: ({ starting }) => marked(starting, "busy") },
    { name: "warm starts", number: true, of: ({ warmStarts }) => warmStarts },
    { name: "cold starts", number: true, of: ({ coldStarts }) => coldStarts },
    { name: "errors", number: true, of: ({ errors }) => marked(errors, "alarm") },
    { name: "timeouts", number: true, of: ({ timeouts }) => marked(timeouts, "alarm") },
    { name: "throttles", number: true, of: ({ throttles }) => marked(throttles, "alarm") },
    { name: "loops stopped", number: true, of: ({ recursions }) => marked(recursions, "alarm") },
    { name: "p50", number: true, of: ({ p50DurationMs }) => (p50DurationMs === 0 ? "" : duration(p50DurationMs)) },
    { name: "longest", number: true, of: ({ maxDurationMs }) => (maxDurationMs === 0 ? "" : duration(maxDurationMs)) },
    { name: "memory", number: true, of: memory },
    {
      name: "debugger",
      number: true,
      of: ({ inspectPort }) => (inspectPort === undefined ? "" : `port ${inspectPort}`),
    },
  ],
})

/** A cold function has no process: its next invocation starts one. @param {Fn} fn */
function stateOf({ running, starting, idle }) {
  if (running > 0) return { text: "running", style: "busy" }
  if (starting > 0) return { text: "starting", style: "busy" }
  return idle > 0 ? "warm" : "cold"
}

/** @param {Fn} fn */
function memory({ maxMemory, memory: limit }) {
  if (maxMemory === 0) return `of ${limit} MB`
  return { text: `${maxMemory} of ${limit} MB`, style: maxMemory > 0.9 * limit ? "alarm" : "" }
}

/** @param {Queue} queue */
function takers({ takenBy }) {
  if (takenBy.length === 0) return "no function"
  return takenBy.map((id) => ({ text: `${id} `, href: linkTo("function", { id }) }))
}

/** @param {Queue} queue */
const age = ({ oldestSeconds }) => (oldestSeconds === undefined ? "" : span(oldestSeconds))

const queues = table({
  label: "Queues",
  empty: "The app has no queues.",
  key: (/** @type {Queue} */ { id }) => id,
  columns: [
    { name: "queue", of: ({ id }) => id },
    { name: "waiting", number: true, of: ({ visible }) => marked(visible, "busy") },
    { name: "in flight", number: true, of: ({ inFlight }) => marked(inFlight, "busy") },
    { name: "delayed", number: true, of: ({ delayed }) => delayed },
    { name: "oldest", number: true, of: age },
    { name: "taken by", of: takers },
    {
      name: "gives up",
      of: ({ deadLetterQueue, maxReceiveCount }) =>
        deadLetterQueue === undefined ? "never" : `after ${maxReceiveCount}, to ${deadLetterQueue}`,
    },
  ],
})

const dead = table({
  label: "Dead-letter queues",
  empty: "The app has no dead-letter queues.",
  key: (/** @type {Queue} */ { id }) => id,
  style: (queue) => (depth(queue) > 0 ? "loud" : ""),
  columns: [
    { name: "queue", of: ({ id }) => id },
    { name: "messages", number: true, of: (queue) => marked(depth(queue), "alarm") },
    { name: "in flight", number: true, of: ({ inFlight }) => inFlight },
    { name: "oldest", number: true, of: age },
    { name: "taken by", of: takers },
  ],
})

/** @param {Queue} queue */
export const depth = ({ visible, inFlight, delayed }) => visible + inFlight + delayed

const notRun = table({
  label: "Not run offline",
  empty: "",
  key: (/** @type {Status["unsupported"][number]} */ { type, name }) => `${type} ${name}`,
  columns: [
    { name: "resource", of: ({ name }) => name },
    { name: "type", of: ({ type }) => type },
  ],
})

const unsupported = part(
  "Not run here",
  hint("The app has these on AWS. The engine does not run them: what they would do does not happen here."),
  notRun.element,
)
const empty = el("p", { class: "hint" })

/** @type {import("./main.js").View} */
export const overview = {
  name: "overview",
  title: "Overview",
  element: el(
    "div",
    {},
    part("Functions", functions.element),
    part("Dead-letter queues", dead.element),
    part("Queues", queues.element),
    unsupported,
    empty,
  ),
  status(status) {
    functions.show(status.functions)
    queues.show(status.queues.filter(({ deadLetters }) => !deadLetters))
    dead.show(status.queues.filter(({ deadLetters }) => deadLetters).toSorted((a, b) => depth(b) - depth(a)))
    notRun.show(status.unsupported)
    unsupported.hidden = status.unsupported.length === 0
    setText(empty, status.unsupported.length === 0 ? "The engine runs all resources of the app." : "")
  },
}
