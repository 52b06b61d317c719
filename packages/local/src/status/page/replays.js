// @ts-check
/** @import { Status } from "../status-of.ts" */
import { el, hint, part, setText } from "./dom.js"
import { dateTime, number } from "./format.js"
import { table } from "./table.js"

/** @typedef {Status["replays"][number]} Replay */

const replays = table({
  label: "Replays, the latest first",
  empty: "Nothing was replayed yet. Start one with: npx darkroom replay",
  key: (/** @type {Replay} */ { name }) => name,
  columns: [
    { name: "replay", of: ({ name }) => name },
    { name: "archive", of: ({ archive }) => archive },
    { name: "state", of: stateOf },
    { name: "window", of: ({ eventStart, eventEnd }) => `${dateTime(eventStart)} to ${dateTime(eventEnd)}` },
    { name: "progress", of: progressOf },
    { name: "rules", of: ({ rules }) => (rules.length === 0 ? "all of the bus" : rules.join(", ")) },
    { name: "started", of: ({ started }) => dateTime(started) },
    { name: "ended", of: ({ ended }) => (ended === undefined ? "" : dateTime(ended)) },
  ],
})

/** @param {Replay} replay */
function stateOf({ state, stateReason }) {
  if (state === "FAILED") return [{ text: state, style: "alarm" }, { text: ` ${stateReason ?? ""}` }]
  return { text: state, style: state === "COMPLETED" ? "good" : "busy" }
}

/** @param {Replay} replay */
function progressOf({ name, progress, events }) {
  const build = () => {
    const bar = el("progress", { value: progress, max: 1, "aria-label": `How far ${name} is` })
    return el("div", { class: "nowrap" }, bar, ` ${Math.round(progress * 100)} %, ${number(events)} events`)
  }
  return { signature: `${progress} ${events}`, build }
}

const archives = hint("")

/** @type {import("./main.js").View} */
export const replaysView = {
  name: "replays",
  title: "Replays",
  element: part("Replays", archives, replays.element),
  status(status) {
    const named = status.archives.map(
      ({ name, retentionDays }) => `${name} (${retentionDays > 0 ? `${retentionDays} days` : "for good"})`,
    )
    setText(archives, named.length === 0 ? "The app has no archive." : `Archives: ${named.join(", ")}`)
    replays.show(status.replays)
  },
}
