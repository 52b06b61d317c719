// @ts-check
import { el } from "./dom.js"

/**
 * What a cell holds: a text, a number, parts one after the other, or what `build` makes when `signature` changes.
 * @typedef {{ text: string | number, style?: string, href?: string, title?: string }} Part
 * @typedef {{ signature: string, build: () => Node }} Built
 * @typedef {string | number | undefined | Part | Built | (Part | Built)[]} Content
 */

/**
 * @template Item
 * @typedef {object} Column
 * @property {string} name
 * @property {boolean} [number] to the right
 * @property {string} [style]
 * @property {(item: Item) => Content} of
 */

/**
 * @template Item
 * @typedef {object} TableOptions
 * @property {string} label for who cannot see it
 * @property {string} empty what to say instead of no rows
 * @property {(item: Item) => string} key
 * @property {Column<Item>[]} columns the first is the row's name
 * @property {(item: Item) => string} [style] of the row
 */

/**
 * A table that changes only what has changed.
 * @template Item
 * @param {TableOptions<Item>} options
 */
export function table({ label, empty, key, columns, style = () => "" }) {
  const body = el("tbody", { role: "rowgroup" })
  const heads = columns.map(({ name, number, style: own }) =>
    el("th", { scope: "col", role: "columnheader", class: classes(number && "number", own) }, name),
  )
  // Roles, because the narrow layout takes away the display that browsers derive them from.
  const head = el("thead", { role: "rowgroup" }, el("tr", { role: "row" }, ...heads))
  const grid = el("table", { role: "table", "aria-label": label }, head, body)
  const nothing = el("p", { class: "hint" }, empty)
  /** @type {Map<string, { row: HTMLElement, signatures: string[] }>} */
  let known = new Map()

  /** @param {Item} item @param {string} id */
  function rowOf(item, id) {
    const entry = known.get(id) ?? { row: el("tr", { role: "row" }), signatures: [] }
    const { row, signatures } = entry
    if (row.className !== style(item)) row.className = style(item)
    columns.forEach((column, index) => {
      const content = column.of(item)
      const signature = JSON.stringify(content) ?? ""
      if (signatures[index] === signature) return
      const cell = cellOf(column, content, index === 0)
      const before = row.children[index]
      if (before) before.replaceWith(cell)
      else row.append(cell)
      signatures[index] = signature
    })
    return entry
  }

  return {
    element: el("div", { class: "table" }, grid, nothing),
    /** @param {readonly Item[]} items */
    show(items) {
      const fresh = new Map(items.map((item) => [key(item), rowOf(item, key(item))]))
      for (const [id, { row }] of known) if (!fresh.has(id)) row.remove()
      let next = body.firstElementChild
      for (const { row } of fresh.values())
        if (row === next) next = next.nextElementSibling
        else body.insertBefore(row, next)
      known = fresh
      grid.hidden = items.length === 0
      nothing.hidden = items.length > 0
    },
  }
}

/** @param {Pick<Column<never>, "name" | "number" | "style">} column @param {Content} content @param {boolean} first */
function cellOf({ name, number, style }, content, first) {
  const parts = Array.isArray(content) ? content : [typeof content === "object" ? content : { text: content ?? "" }]
  const attributes = { "data-label": name, class: classes(number && "number", style) }
  const role = first ? { scope: "row", role: "rowheader" } : { role: "cell" }
  const cell = el(first ? "th" : "td", { ...attributes, ...role }, ...parts.map(nodeOf))
  if (cell.textContent === "" && cell.childElementCount === 0) cell.classList.add("empty")
  return cell
}

/** @param {Part | Built} part */
function nodeOf(part) {
  if ("build" in part) return part.build()
  const { text, style, href, title } = part
  if (style === undefined && href === undefined && title === undefined) return document.createTextNode(String(text))
  return el(href === undefined ? "span" : "a", { class: style, href, title }, String(text))
}

/** @param {(string | false | undefined)[]} names */
function classes(...names) {
  return names.filter(Boolean).join(" ") || undefined
}
