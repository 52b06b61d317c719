/** Which photos are selected, and from which one a range would begin. */
export interface Selection {
  readonly ids: ReadonlySet<string>
  readonly anchor: string | null
}

export const nothingSelected: Selection = { ids: new Set(), anchor: null }

/** Selects a photo, or takes it out; ranges begin there from now on. */
export function toggled({ ids }: Selection, id: string): Selection {
  const next = new Set(ids)
  if (!next.delete(id)) next.add(id)
  return { ids: next, anchor: id }
}

/** Selects all from the anchor to the photo, whichever comes first; the photo alone where the anchor is not in the list. */
export function extendedTo({ ids, anchor }: Selection, id: string, order: readonly string[]): Selection {
  const [from, to] = [order.indexOf(anchor ?? ""), order.indexOf(id)]
  if (from === -1 || to === -1) return { ids: new Set([...ids, id]), anchor: id }
  const range = order.slice(Math.min(from, to), Math.max(from, to) + 1)
  return { ids: new Set([...ids, ...range]), anchor }
}

/** Selects all of them. */
export function allSelected({ anchor }: Selection, order: readonly string[]): Selection {
  return { ids: new Set(order), anchor }
}

/** Without the photos that are no longer there; the same object where all of them are. */
export function kept(selection: Selection, order: readonly string[]): Selection {
  const there = new Set(order)
  const ids = [...selection.ids].filter((id) => there.has(id))
  if (ids.length === selection.ids.size) return selection
  return {
    ids: new Set(ids),
    anchor: selection.anchor !== null && there.has(selection.anchor) ? selection.anchor : null,
  }
}
