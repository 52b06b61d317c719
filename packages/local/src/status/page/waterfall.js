// @ts-check
/** @import { InvocationRecord } from "../../lambda/invocation.ts" */
import { el } from "./dom.js"
import { duration } from "./format.js"

/** @typedef {{ kind: "queued" | "waiting" | "init" | "running" | "failed", from: number, to: number }} Segment */

const SVG = "http://www.w3.org/2000/svg"
const WIDTH = 1000

/** What an invocation's time went to, one after the other. @param {InvocationRecord} record @returns {Segment[]} */
export function segmentsOf({ queuedAt, startedAt, waitMs, initMs = 0, durationMs, status }) {
  const initFrom = startedAt - initMs
  const waitFrom = initFrom - waitMs
  const queuedFrom = Math.min(queuedAt ?? waitFrom, waitFrom)
  /** @type {Segment[]} */
  const all = [
    { kind: "queued", from: queuedFrom, to: waitFrom },
    { kind: "waiting", from: waitFrom, to: initFrom },
    { kind: "init", from: initFrom, to: startedAt },
    { kind: status === "ok" ? "running" : "failed", from: startedAt, to: startedAt + durationMs },
  ]
  return all.filter(({ from, to }) => to - from >= 0.5)
}

/** @param {readonly InvocationRecord[]} records */
export function windowOf(records) {
  const edges = records.flatMap((record) => [
    record.startedAt,
    ...segmentsOf(record).flatMap(({ from, to }) => [from, to]),
  ])
  return { from: Math.min(...edges), to: Math.max(...edges) }
}

const NAMES = { queued: "queued", waiting: "waited", init: "init", running: "ran", failed: "ran" }

/** In words, for everybody. @param {InvocationRecord} record */
export const timing = (record) =>
  segmentsOf(record)
    .map(({ kind, from, to }) => `${NAMES[kind]} ${duration(to - from)}`)
    .join(", ")

/** Bars in a window that the invocations of a trace share. @param {InvocationRecord} record @param {{ from: number, to: number }} window */
export function bars(record, window) {
  const scale = WIDTH / Math.max(1, window.to - window.from)
  const svg = document.createElementNS(SVG, "svg")
  for (const [name, value] of Object.entries({
    viewBox: `0 0 ${WIDTH} 10`,
    preserveAspectRatio: "none",
    "aria-hidden": "true",
  }))
    svg.setAttribute(name, value)
  for (const { kind, from, to } of segmentsOf(record)) {
    const rect = document.createElementNS(SVG, "rect")
    const width = Math.max(2, (to - from) * scale)
    const x = Math.min((from - window.from) * scale, WIDTH - width)
    for (const [name, value] of Object.entries({ x, y: 0, width, height: 10, class: kind }))
      rect.setAttribute(name, String(value))
    svg.append(rect)
  }
  return svg
}

export function legend() {
  const kinds = {
    queued: "queued",
    waiting: "waiting for a free environment",
    init: "init (cold start)",
    running: "running",
    failed: "failed",
  }
  return el(
    "p",
    { class: "legend hint" },
    ...Object.entries(kinds).map(([kind, text]) =>
      el("span", {}, el("i", { class: kind, "aria-hidden": "true" }), text),
    ),
  )
}
