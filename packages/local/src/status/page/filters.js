// @ts-check
import { el } from "./dom.js"
import { replaceQuery } from "./place.js"

const SETTLED = 250

/**
 * @typedef {object} Field
 * @property {string} name of the parameter
 * @property {string} label
 * @property {[value: string, text: string][]} [choices] one of these; any text where there are none
 * @property {string} [placeholder]
 */

/**
 * A row of filters, which are in the address.
 * @param {Field[]} fields
 * @param {(query: URLSearchParams) => void} changed
 */
export function filters(fields, changed) {
  const inputs = new Map(fields.map((field) => [field.name, inputOf(field)]))
  const labels = fields.map(({ name, label }) => el("label", {}, label, /** @type {Node} */ (inputs.get(name))))
  const form = el("form", { class: "filters", role: "search" }, ...labels)
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer
  const query = () => new URLSearchParams([...inputs].map(([name, input]) => [name, input.value.trim()]))
  const tell = () => {
    replaceQuery(query())
    changed(query())
  }
  form.addEventListener("input", () => {
    clearTimeout(timer)
    timer = setTimeout(tell, SETTLED)
  })
  form.addEventListener("submit", (event) => event.preventDefault())
  return {
    element: form,
    /** @param {URLSearchParams} given */
    set(given) {
      for (const [name, input] of inputs) setValue(input, given.get(name) ?? "")
    },
    /** @param {string} name @param {[value: string, text: string][]} choices */
    choices(name, choices) {
      const select = inputs.get(name)
      if (!select || select.children.length === choices.length + 1) return
      const { value } = select
      select.replaceChildren(...optionsOf(choices))
      setValue(select, value)
    },
  }
}

/** @typedef {HTMLInputElement | HTMLSelectElement} Input */

/** @param {Field} field @returns {Input} */
function inputOf({ name, choices, placeholder }) {
  const input = choices
    ? el("select", { name }, ...optionsOf(choices))
    : el("input", { name, type: "search", placeholder })
  return /** @type {Input} */ (input)
}

/** @param {[value: string, text: string][]} choices */
function optionsOf(choices) {
  return [el("option", { value: "" }, "all"), ...choices.map(([value, text]) => el("option", { value }, text))]
}

/** A choice that is not known yet is one all the same. @param {Input} input @param {string} value */
function setValue(input, value) {
  const known = !(input instanceof HTMLSelectElement) || [...input.options].some((option) => option.value === value)
  if (!known) input.append(el("option", { value }, value))
  input.value = value
}

/**
 * Holds lists still while somebody reads.
 * @param {ReturnType<typeof import("./live-list.js").liveList>[]} lists
 */
export function pauseButton(...lists) {
  const button = el("button", { type: "button", "aria-pressed": "false" }, "Pause")
  const label = (/** @type {number} */ waiting) => {
    const paused = button.getAttribute("aria-pressed") === "true"
    button.textContent = paused ? `Paused${waiting > 0 ? `, ${waiting} new` : ""}` : "Pause"
  }
  button.addEventListener("click", () => {
    const on = button.getAttribute("aria-pressed") !== "true"
    button.setAttribute("aria-pressed", String(on))
    for (const list of lists) list.pause(on, label)
    label(0)
  })
  return button
}
