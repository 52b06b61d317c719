// @ts-check
/** @import { Status } from "../status-of.ts" */
import { el, hint, part } from "./dom.js"
import { clockTime, dateTime, span } from "./format.js"
import { linkTo } from "./place.js"
import { table } from "./table.js"

/** @typedef {Status["rules"][number]} Rule @typedef {Status["schedules"][number]} Schedule */

const rules = table({
  label: "Rules",
  empty: "The app has no rules.",
  key: (/** @type {Rule} */ { bus, name }) => `${bus} ${name}`,
  columns: [
    {
      name: "rule",
      of: ({ name, enabled }) => [{ text: name }, ...(enabled ? [] : [{ text: " disabled", style: "alarm" }])],
    },
    { name: "bus", of: ({ bus }) => busId(bus) },
    { name: "takes", style: "wide", of: takes },
    { name: "matched", number: true, of: ({ matched }) => matched },
    { name: "last", number: true, of: ({ last }) => (last === undefined ? "" : clockTime(last).slice(0, 8)) },
    { name: "targets", of: ({ targets }) => targets.map(({ name }) => name).join(", ") },
    {
      name: "dead letters",
      of: ({ targets }) => [...new Set(targets.map(({ deadLetters = "none" }) => deadLetters))].join(", "),
    },
  ],
})

/** @param {Rule} rule */
function takes({ pattern, schedule }) {
  if (pattern === undefined) return `at ${schedule}`
  return { signature: JSON.stringify(pattern), build: () => patternOf(pattern) }
}

/** @param {unknown} pattern */
function patternOf(pattern) {
  /** @type {Record<string, unknown>} */
  const fields = typeof pattern === "string" ? JSON.parse(pattern) : pattern
  const types = fields["detail-type"]
  const plain = Array.isArray(types) && types.every((type) => typeof type === "string")
  const others = Object.keys(fields).filter((name) => !plain || name !== "detail-type")
  const summary = plain
    ? `${types.join(", ")}${others.length > 0 ? ` (and ${others.join(", ")})` : ""}`
    : others.join(", ")
  return el("details", {}, el("summary", {}, summary), el("pre", {}, JSON.stringify(fields, null, 2)))
}

const buses = table({
  label: "Buses",
  empty: "The app has no buses.",
  key: (/** @type {{ id: string, name: string, rules: number }} */ { name }) => name,
  columns: [
    { name: "bus", of: ({ id }) => id },
    { name: "name", of: ({ name }) => name },
    { name: "rules", number: true, of: ({ rules: count }) => count },
  ],
})

/** @type {import("./main.js").View} */
export const rulesView = {
  name: "rules",
  title: "Rules",
  element: el(
    "div",
    {},
    part("Rules", hint("Matches are those since the start."), rules.element),
    part("Buses", buses.element),
  ),
  status(status) {
    known = status.buses
    rules.show(status.rules)
    buses.show(status.buses.map((bus) => ({ ...bus, rules: status.rules.filter((rule) => isOn(rule, bus)).length })))
  },
}

/** @type {Status["buses"]} */
let known = []

/** The name in the stacks. @param {string} bus */
const busId = (bus) => known.find(({ name }) => bus === name || bus.endsWith(`/${name}`))?.id ?? bus

/** @param {Rule} rule @param {Status["buses"][number]} bus */
const isOn = (rule, { id }) => busId(rule.bus) === id

let now = 0

const schedules = table({
  label: "Schedules",
  empty: "The app has no schedules, and no rules that run on one.",
  key: (/** @type {Schedule} */ { kind, group, name }) => `${kind} ${group} ${name}`,
  columns: [
    {
      name: "schedule",
      of: ({ name, enabled }) => [{ text: name }, ...(enabled ? [] : [{ text: " disabled", style: "alarm" }])],
    },
    { name: "of", of: ({ kind, group }) => (kind === "rule" ? "a rule" : `Scheduler, ${group}`) },
    { name: "expression", of: ({ expression, timezone }) => [expression, timezone].filter(Boolean).join(", ") },
    {
      name: "next",
      of: ({ next }) => (next === undefined ? "never" : `${dateTime(next)}, in ${span((next - now) / 1000)}`),
    },
    { name: "last", of: ({ last }) => (last === undefined ? "not yet" : dateTime(last.time)) },
    { name: "error", of: ({ last }) => (last?.error === undefined ? "" : { text: last.error, style: "alarm" }) },
    { name: "targets", of: ({ targets }) => targets.map((text) => targetLink(text)) },
  ],
})

/** @param {string} text */
const targetLink = (text) => ({
  text: `${text} `,
  ...(functionIds.has(text) ? { href: linkTo("function", { id: text }) } : {}),
})

/** @type {Set<string>} */
let functionIds = new Set()

/** @type {import("./main.js").View} */
export const schedulesView = {
  name: "schedules",
  title: "Schedules",
  element: part("Schedules", schedules.element),
  status(status) {
    now = status.now
    functionIds = new Set(status.functions.map(({ id }) => id))
    schedules.show(status.schedules)
  },
}
