// @ts-check

/**
 * An element. Texts are set as texts: what events and logs say is never taken for HTML.
 * @param {string} tag
 * @param {Record<string, string | number | boolean | undefined>} [attributes] true sets an empty one; false and undefined set none
 * @param {(Node | string)[]} children
 * @returns {HTMLElement}
 */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes))
    if (value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : String(value))
  element.append(...children)
  return element
}

/** @param {string} id */
export const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id))

/**
 * Touches the page only where something has changed, so that selections and the focus stay.
 * @param {HTMLElement} element
 * @param {string} text
 */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text
}

/**
 * A part of the page with its heading.
 * @param {string} title
 * @param {(Node | string)[]} children
 */
export function part(title, ...children) {
  return el("section", {}, el("h2", {}, title), ...children)
}

/** @param {string} text */
export const hint = (text) => el("p", { class: "hint" }, text)
