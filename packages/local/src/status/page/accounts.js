// @ts-check
/** @import { MetricTotal } from "../../aws/cloudwatch/metric-rows.ts" */
import { el, hint, part } from "./dom.js"
import { counted, number } from "./format.js"
import { table } from "./table.js"

/** @typedef {ReturnType<typeof import("../permission-status.ts").permissionStatus>[number]} Granted @typedef {Granted["statements"][number]} Statement */

/** @param {Granted} granted */
function statementsOf({ functionId, statements }) {
  const summary = el("summary", {})
  const rows = table({
    label: `Permissions of ${functionId}`,
    empty: "It is granted nothing.",
    key: (/** @type {Statement & { index: number }} */ { index }) => String(index),
    columns: [
      {
        name: "on",
        style: "break",
        of: ({ names }) => names.map((text, index) => ({ text: index === 0 ? text : `, ${text}` })),
      },
      { name: "used", of: ({ used, calls }) => used.map((action) => `${action} × ${calls[action]}`).join(", ") },
      {
        name: "granted, not used since the start",
        of: ({ unused }) => (unused.length === 0 ? "" : { text: unused.join(", "), style: "warn" }),
      },
    ],
  })
  const element = el("details", { class: "granted", open: true }, summary, rows.element)
  return {
    element,
    /** @param {Granted} fresh */
    show({ statements: now }) {
      const unused = now.flatMap((statement) => statement.unused).length
      const used = now.reduce((sum, statement) => sum + statement.used.length, 0)
      summary.textContent = `${functionId}: ${counted(used, "action")} used, ${unused === 0 ? "nothing granted in vain" : `${unused} granted and not used`}`
      rows.show(now.map((statement, index) => ({ ...statement, index })))
    },
    statements,
  }
}

const granted = el("div", {})
/** @type {Map<string, ReturnType<typeof statementsOf>>} */
const known = new Map()

/** @type {import("./main.js").View} */
export const permissionsView = {
  name: "permissions",
  title: "Permissions",
  element: part(
    "Permissions",
    hint(
      "What each function's role grants, and which calls it has made with it since the engine's start. What no photo, test or error has needed may go.",
    ),
    granted,
  ),
  every: 2,
  async refresh() {
    const all = /** @type {Granted[]} */ (await (await fetch("/status/permissions")).json())
    for (const each of all) {
      const entry = known.get(each.functionId) ?? statementsOf(each)
      if (!known.has(each.functionId)) granted.append(entry.element)
      known.set(each.functionId, entry)
      entry.show(each)
    }
    if (all.length === 0) granted.replaceChildren(hint("The app has no functions."))
  },
}

const totals = table({
  label: "Counters",
  empty: "Nothing was measured yet.",
  key: (/** @type {MetricTotal} */ { namespace, name, dimensions, unit }) =>
    JSON.stringify([namespace, name, dimensions, unit]),
  columns: [
    { name: "metric", of: ({ name }) => name },
    { name: "namespace", of: ({ namespace }) => namespace },
    {
      name: "dimensions",
      style: "break",
      of: ({ dimensions }) =>
        Object.entries(dimensions)
          .map((entry) => entry.join(" "))
          .join(", "),
    },
    { name: "unit", of: ({ unit }) => (unit === "None" ? "" : unit) },
    { name: "samples", number: true, of: ({ count }) => number(count) },
    { name: "sum", number: true, of: ({ sum }) => number(sum) },
    { name: "average", number: true, of: ({ sum, count }) => number(sum / count) },
    { name: "least", number: true, of: ({ min }) => number(min) },
    { name: "most", number: true, of: ({ max }) => number(max) },
  ],
})

const wanted = /** @type {HTMLInputElement} */ (el("input", { type: "search" }))
/** @type {MetricTotal[]} */
let measured = []

function showTotals() {
  const text = wanted.value.trim().toLowerCase()
  totals.show(measured.filter((total) => JSON.stringify(total).toLowerCase().includes(text)))
}
wanted.addEventListener("input", showTotals)

/** @type {import("./main.js").View} */
export const countersView = {
  name: "counters",
  title: "Counters",
  element: part(
    "Counters",
    hint("What CloudWatch would have: totals of all that is kept."),
    el("form", { class: "filters", role: "search" }, el("label", {}, "Find", wanted)),
    totals.element,
  ),
  every: 5,
  async refresh() {
    measured = await (await fetch("/status/metrics")).json()
    showTotals()
  },
}
