// @ts-check
/** @import { Status } from "../status-of.ts" */
import { el, hint, part } from "./dom.js"
import { dateTime } from "./format.js"

/** @typedef {Status["outbox"][number]} Message */

/** What a web hook is sent is JSON around the message; people get the message alone. @param {Message} message */
function readable({ subject, message, protocol }) {
  if (protocol !== "http" && protocol !== "https") return { subject, text: message, envelope: undefined }
  try {
    const envelope = JSON.parse(message)
    if (typeof envelope?.Message !== "string") return { subject, text: message, envelope: undefined }
    return { subject: envelope.Subject ?? subject, text: envelope.Message, envelope: JSON.stringify(envelope, null, 2) }
  } catch {
    return { subject, text: message, envelope: undefined }
  }
}

/** @param {Message} message */
function letter(message) {
  const { protocol, endpoint, time } = message
  const { subject, text, envelope } = readable(message)
  const to = protocol === null ? "nobody: no subscription of the topic wants it" : `${protocol} to ${endpoint}`
  const raw = envelope === undefined ? [] : [el("details", {}, el("summary", {}, "as sent"), el("pre", {}, envelope))]
  return el(
    "article",
    { class: "letter" },
    el("p", { class: "hint" }, `${dateTime(time)}, ${to}`),
    el("h3", {}, subject ?? "(no subject)"),
    el("p", { class: "text" }, text),
    ...raw,
  )
}

const letters = el("div", {})
let shown = ""

/** @type {import("./main.js").View} */
export const outboxView = {
  name: "outbox",
  title: "Outbox",
  element: part(
    "Outbox",
    hint("What would have gone to mail boxes and phones, the latest first; here it stays. Webhooks are called."),
    letters,
  ),
  status({ outbox }) {
    const signature = outbox.map(({ messageId, endpoint }) => `${messageId} ${endpoint}`).join()
    if (signature === shown && letters.hasChildNodes()) return
    shown = signature
    letters.replaceChildren(...(outbox.length === 0 ? [hint("Nobody was told anything yet.")] : outbox.map(letter)))
  },
}
