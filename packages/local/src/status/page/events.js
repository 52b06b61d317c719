// @ts-check
/** @import { EventSummary } from "../event-summary.ts" */
import { el, part } from "./dom.js"
import { eventPane } from "./event-pane.js"
import { filters, pauseButton } from "./filters.js"
import { counted } from "./format.js"
import { liveList } from "./live-list.js"
import { linkTo, place } from "./place.js"
import { table } from "./table.js"

const events = table({
  label: "Events, the latest first",
  empty: "No event yet that the filters let through. Put a photo into the bucket, or loosen the filters.",
  key: (/** @type {EventSummary} */ { seq }) => String(seq),
  style: ({ type }) => (/fail|error/i.test(type) ? "failed" : ""),
  columns: [
    { name: "event", of: typeOf },
    { name: "time", style: "nowrap", of: ({ time }) => time.slice(11, 19) },
    { name: "source", of: ({ source }) => source },
    { name: "about", of: ({ about }) => (about === "" ? "" : { text: about, href: aboutLink(about), style: "break" }) },
    { name: "rules", of: ({ rules }) => (rules.length === 0 ? { text: "none", style: "hint" } : rules.join(", ")) },
  ],
})

/** @param {EventSummary} event */
function typeOf({ type, id, replay }) {
  const link = {
    text: type,
    href: linkTo("events", { id, query: place().query }),
    title: "Its JSON, and which rules took it",
  }
  return replay === undefined ? link : [link, { text: ` replay ${replay}`, style: "hint" }]
}

/** @param {string} about */
const aboutLink = (about) => linkTo("events", { query: { about } })

const skippedNote = el("p", { class: "hint" })

const list = liveList({
  kind: "events",
  path: "/status/events",
  parameters: ["type", "source", "about", "text"],
  key: (/** @type {EventSummary} */ { seq }) => String(seq),
  show(items, skipped) {
    events.show(items)
    skippedNote.textContent = skipped > 0 ? `${counted(skipped, "event")} passed too fast to be shown.` : ""
  },
})

const form = filters(
  [
    { name: "type", label: "Detail type" },
    { name: "source", label: "Source" },
    { name: "about", label: "Photo, key or correlation id" },
    { name: "text", label: "Anything in the event" },
  ],
  () => eventsView.reload?.(),
)
form.element.append(pauseButton(list))

const pane = eventPane()

/** @type {import("./main.js").View} */
export const eventsView = {
  name: "events",
  title: "Events",
  element: el("div", { class: "beside" }, part("Events", form.element, skippedNote, events.element), pane.element),
  lists: [list],
  show({ id, query }) {
    form.set(query)
    void pane.show(id)
  },
}
