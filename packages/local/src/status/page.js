// @ts-check
const EVERY_MILLISECONDS = 1000

/** @param {string} id */
const element = (id) => /** @type {HTMLElement} */ (document.getElementById(id))
const filter = /** @type {HTMLInputElement} */ (element("filter"))

/**
 * @typedef {string | number | { text: string | number, style: string }} Cell
 * @param {string} id
 * @param {Cell[][]} rows
 */
function fill(id, rows) {
  element(id).replaceChildren(
    ...rows.map((cells) => {
      const row = document.createElement("tr")
      row.append(...cells.map(cell))
      return row
    }),
  )
}

/** @param {Cell} content */
function cell(content) {
  const { text, style } = typeof content === "object" ? content : { text: content, style: "" }
  const td = document.createElement("td")
  td.textContent = String(text)
  td.className = [typeof text === "number" ? "number" : "", style].filter(Boolean).join(" ")
  return td
}

/** @param {number} count @param {string} style */
const marked = (count, style) => (count > 0 ? { text: count, style } : count)

/** @param {any} status */
function show(status) {
  const { app, pid, uptimeSeconds, functions, queues, rules, outbox } = status
  element("summary").textContent = `${app.name}, stage ${app.stage}: process ${pid}, up for ${uptimeSeconds} s`
  fill(
    "functions",
    functions.map((/** @type {any} */ each) => [
      each.id,
      marked(each.running, "busy"),
      each.processes.length,
      each.invocations,
      marked(each.errors, "alarm"),
      each.coldStarts,
      { text: each.maxMemory === 0 ? "" : `${each.maxMemory} MB`, style: "number" },
    ]),
  )
  fill(
    "queues",
    queues.map((/** @type {any} */ { id, deadLetters, visible, inFlight, delayed }) => [
      id,
      marked(visible, deadLetters ? "alarm" : "busy"),
      inFlight,
      delayed,
    ]),
  )
  fill(
    "rules",
    rules.map((/** @type {any} */ { name, pattern, matched, enabled }) => [
      enabled ? name : `${name} (off)`,
      (pattern["detail-type"] ?? []).join(", "),
      matched,
    ]),
  )
  const wanted = filter.value.trim().toLowerCase()
  const shown = status.events.filter((/** @type {any} */ event) => JSON.stringify(event).toLowerCase().includes(wanted))
  fill(
    "events",
    shown.map((/** @type {any} */ event) => [
      event.time.slice(11, 19),
      {
        text: event.replay ? `${event.type} (replay)` : event.type,
        style: event.type === "ProcessingFailed" ? "alarm" : "",
      },
      event.source,
      event.about,
      event.rules.join(", "),
    ]),
  )
  fill(
    "outbox",
    outbox.map((/** @type {any} */ { time, subject, message }) => [
      new Date(time).toISOString().slice(11, 19),
      subject ?? "",
      message,
    ]),
  )
}

async function refresh() {
  try {
    const answer = await fetch("/status")
    show(await answer.json())
  } catch {
    element("summary").textContent = "The engine does not answer. Start it with: npm start"
  }
  setTimeout(() => void refresh(), EVERY_MILLISECONDS)
}

void refresh()
