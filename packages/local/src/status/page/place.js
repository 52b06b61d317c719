// @ts-check

/**
 * Where the reader is: `#view/id?query`, so that links, history and the back button work.
 * @typedef {{ view: string, id: string | undefined, query: URLSearchParams }} Place
 */

/** @returns {Place} */
export function place() {
  const [path = "", search] = location.hash.slice(1).split("?")
  const [view = "", id] = path.split("/").map(decodeURIComponent)
  return { view, id: id || undefined, query: new URLSearchParams(search) }
}

/**
 * @param {string} view
 * @param {{ id?: string | undefined, query?: Record<string, string> | URLSearchParams }} [options]
 */
export function linkTo(view, { id, query = {} } = {}) {
  const given = [...new URLSearchParams(query)].filter(([, value]) => value !== "")
  const search = given.length === 0 ? "" : `?${new URLSearchParams(given)}`
  return `#${view}${id === undefined ? "" : `/${encodeURIComponent(id)}`}${search}`
}

/**
 * Another filter in the same place; nothing for the history.
 * @param {URLSearchParams} query
 */
export function replaceQuery(query) {
  const { view, id } = place()
  history.replaceState(null, "", linkTo(view, { id, query }))
}
