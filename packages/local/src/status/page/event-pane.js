// @ts-check
import { el, hint } from "./dom.js"
import { linkTo, place } from "./place.js"

/** @typedef {NonNullable<ReturnType<typeof import("../event-detail.ts").eventDetail>>} Detail @typedef {Detail["sightings"][number]} Sighting */

/** One event with all that it says, and what each rule of its bus made of it. */
export function eventPane() {
  const element = el("aside", { "aria-label": "The event", hidden: true })
  return {
    element,
    /** @param {string | undefined} id */
    async show(id) {
      element.hidden = id === undefined
      if (id === undefined || element.dataset["id"] === id) return
      element.dataset["id"] = id
      const answer = await fetch(`/status/events/${encodeURIComponent(id)}`)
      if (element.dataset["id"] !== id) return
      const content = answer.ok ? detail(await answer.json()) : gone(id)
      element.replaceChildren(...content)
      element.querySelector("h2")?.focus()
    },
  }
}

/** @param {string} id */
const gone = (id) => [
  heading("Not remembered"),
  hint(`The last thousand events are. ${id} is not among them.`),
  closeLink(),
]

/** @param {string} text */
const heading = (text) => el("h2", { tabindex: -1 }, text)

function closeLink() {
  return el("a", { href: linkTo("events", { query: place().query }), class: "close" }, "Close")
}

/** @param {Detail} event */
function detail({ id, sightings }) {
  const [first] = sightings
  const several = sightings.length > 1
  const again = several ? [hint(`Seen ${sightings.length} times, the latest first.`)] : []
  return [closeLink(), heading(first?.type ?? id), ...again, ...sightings.map((sighting) => article(sighting, several))]
}

/** @param {Sighting} sighting @param {boolean} titled */
function article(sighting, titled) {
  const { bus, replay, rules, event, time, about, correlationId } = sighting
  const others = rules.filter(({ taken }) => !taken)
  const where = `${time}, bus ${bus}${replay === undefined ? "" : `, replay ${replay}`}`
  return el(
    "article",
    {},
    titled ? el("h3", {}, where) : el("p", { class: "hint" }, where),
    related(about, correlationId),
    el("h3", {}, "Taken by"),
    takenBy(rules.filter(({ taken }) => taken)),
    el("h3", {}, "Not taken by"),
    others.length === 0 ? hint("There is no other rule on this bus.") : notTakenBy(others),
    el("h3", {}, "The event"),
    el("pre", { tabindex: 0, "aria-label": "The event as JSON" }, JSON.stringify(event, null, 2)),
  )
}

/** @param {string} about @param {string | undefined} correlationId */
function related(about, correlationId) {
  const links = [
    ...(about === ""
      ? []
      : [el("a", { href: linkTo("events", { query: { about } }) }, "Events of the same photo or key")]),
    ...(correlationId === undefined
      ? []
      : [
          el("a", { href: linkTo("invocations", { query: { correlationId } }) }, "Invocations of this work"),
          el("a", { href: linkTo("logs", { query: { correlationId } }) }, "Logs of this work"),
        ]),
  ]
  return el("p", { class: "links" }, ...links)
}

/** @param {Sighting["rules"]} rules */
function takenBy(rules) {
  if (rules.length === 0) return el("p", { class: "alarm" }, "No rule took it: nothing has come of this event.")
  return el(
    "ul",
    {},
    ...rules.map(({ name, targets }) => el("li", {}, el("strong", {}, name), ` to ${targets.join(", ")}`)),
  )
}

/** @param {Sighting["rules"]} rules */
function notTakenBy(rules) {
  const items = rules.map(({ name, enabled, mismatch, why = "" }) => {
    const { path = "" } = mismatch ?? {}
    // The reason begins with the field as a rule.
    const [field, reason] = path !== "" && why.startsWith(`${path} `) ? [path, why.slice(path.length)] : ["", why]
    const off = enabled ? [] : [el("span", { class: "hint" }, " (disabled)")]
    return el("li", {}, el("strong", {}, name), ...off, el("div", { class: "why" }, el("code", {}, field), reason))
  })
  return el("ul", {}, ...items)
}
