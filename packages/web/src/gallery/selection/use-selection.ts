import { useMemo, useState } from "react"
import { allSelected, extendedTo, kept, nothingSelected, type Selection, toggled } from "./selection.ts"

export interface SelectionActions {
  readonly selected: ReadonlySet<string>
  readonly toggle: (photoId: string) => void
  /** From the one that was toggled last to this one. */
  readonly extend: (photoId: string) => void
  readonly selectAll: () => void
  readonly clear: () => void
}

/** Which of the photos, given in their order, are selected. Those that are gone are selected no more. */
export function useSelection(photoIds: readonly string[]): SelectionActions {
  const [chosen, setChosen] = useState<Selection>(nothingSelected)
  const { ids: selected } = useMemo(() => kept(chosen, photoIds), [chosen, photoIds])
  return useMemo(
    () => ({
      selected,
      toggle: (photoId) => setChosen((now) => toggled(now, photoId)),
      extend: (photoId) => setChosen((now) => extendedTo(now, photoId, photoIds)),
      selectAll: () => setChosen((now) => allSelected(now, photoIds)),
      clear: () => setChosen(nothingSelected),
    }),
    [selected, photoIds],
  )
}
