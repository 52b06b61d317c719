// @ts-check
/** @import { Status } from "../status-of.ts" */
import { countersView, permissionsView } from "./accounts.js"
import { byId, setText } from "./dom.js"
import { eventsView } from "./events.js"
import { counted, span } from "./format.js"
import { outboxView } from "./outbox.js"
import { depth, overview } from "./overview.js"
import { place, linkTo } from "./place.js"
import { replaysView } from "./replays.js"
import { rulesView, schedulesView } from "./rules.js"
import { follow } from "./stream.js"
import { functionView, invocationsView, logsView } from "./work.js"

/**
 * @typedef {import("./place.js").Place} Place
 * @typedef {object} View
 * @property {string} name in the address
 * @property {string} title
 * @property {HTMLElement} element
 * @property {(place: Place) => void} [show]
 * @property {(status: Status) => void} [status] once a second
 * @property {Pick<ReturnType<typeof import("./live-list.js").liveList>, "kind" | "filters" | "load" | "add">[]} [lists]
 * @property {(place: Place) => URLSearchParams} [query] of the lists, where it is not the address's
 * @property {() => void} [reload] set here: the filters have changed
 * @property {number} [every] seconds, for `refresh`
 * @property {() => Promise<void>} [refresh]
 */

const EVERY_MILLISECONDS = 1000

/** @type {View[]} */
const views = [
  overview,
  eventsView,
  rulesView,
  schedulesView,
  invocationsView,
  logsView,
  replaysView,
  outboxView,
  permissionsView,
  countersView,
  functionView,
]
byId("main").append(...views.map(({ element }) => element))

let current = overview
/** @type {Status | undefined} */
let latest

function go() {
  const here = place()
  const view = views.find(({ name }) => name === here.view) ?? overview
  const moved = view !== current
  current = view
  for (const each of views) each.element.hidden = each !== view
  const tab = view === functionView ? overview : view
  for (const link of byId("nav").querySelectorAll("a"))
    if (link.getAttribute("href") === linkTo(tab.name)) link.setAttribute("aria-current", "page")
    else link.removeAttribute("aria-current")
  document.title = `${here.id && view === functionView ? here.id : view.title}: Darkroom engine`
  view.show?.(here)
  if (latest) view.status?.(latest)
  void view.refresh?.().catch(() => {})
  if (moved) scrollTo(0, 0)
  followLists(view)
}

let followed = ""

/** @param {View} view */
function followLists(view) {
  const { lists = [] } = view
  const here = place()
  const query = view.query?.(here) ?? here.query
  const filters = lists.flatMap((list) => list.filters(query)).filter(([, value]) => value !== "")
  const asked = new URLSearchParams([["of", lists.map(({ kind }) => kind).join()], ...new Map(filters)])
  const following = `${view.name} ${asked}`
  // Another event of the same list is looked at: the list goes on.
  if (following === followed) return
  followed = following
  follow(lists.length === 0 ? undefined : asked, {
    onOpen: () => lists.forEach((list) => void list.load(query).catch(() => {})),
    onBatch: (batch) => lists.forEach((list) => list.add(batch[list.kind])),
  })
}

for (const view of views) view.reload = () => followLists(view)

/** @param {Status} status */
function showStatus(status) {
  latest = status
  const { app, pid, url, uptimeSeconds, queues } = status
  setText(byId("about"), `${app.name}, stage ${app.stage}, at ${url}, process ${pid}, up for ${span(uptimeSeconds)}`)
  setText(byId("connection"), "")
  const full = queues.filter((queue) => queue.deadLetters && depth(queue) > 0)
  const named = full.map((queue) => `${queue.id} ${depth(queue)}`).join(", ")
  const count = full.reduce((sum, queue) => sum + depth(queue), 0)
  setText(byId("alarms"), full.length === 0 ? "" : `${counted(count, "dead letter")}: ${named}`)
  byId("alarms").hidden = full.length === 0
  current.status?.(status)
}

let seconds = 0

async function poll() {
  if (!document.hidden)
    try {
      const answer = await fetch("/status?events=0")
      if (!answer.ok) throw new Error(await answer.text())
      showStatus(await answer.json())
      if (current.every && ++seconds % current.every === 0) await current.refresh?.()
    } catch {
      setText(byId("connection"), "The engine does not answer. Start it with: npm start")
    }
  setTimeout(() => void poll(), EVERY_MILLISECONDS)
}

byId("skip").addEventListener("click", (event) => {
  event.preventDefault()
  byId("main").focus()
})
addEventListener("hashchange", go)
go()
void poll()
