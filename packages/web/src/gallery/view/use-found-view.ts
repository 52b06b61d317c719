import { useState } from "react"
import type { NamedBox } from "./boxes-of.ts"
import { useStored } from "./use-stored.ts"

/** What of the findings is shown, and which of them is pointed at. */
export interface FoundView {
  /** Per cent. */
  readonly threshold: number
  readonly setThreshold: (threshold: number) => void
  /** False where boxes are switched off, of a whole kind or of one entry. */
  readonly isOn: (kindOrId: string) => boolean
  readonly toggle: (kindOrId: string) => void
  readonly highlighted: string | null
  readonly highlight: (id: string | null) => void
}

/** The state of the list of findings, and of their boxes over the photo. */
export function useFoundView(): FoundView {
  const [threshold, setThreshold] = useStored<number>("confidence", 80)
  const [off, setOff] = useState<ReadonlySet<string>>(new Set())
  const [highlighted, highlight] = useState<string | null>(null)
  const isOn = (kindOrId: string) => !off.has(kindOrId)
  const toggle = (kindOrId: string) => setOff(isOn(kindOrId) ? new Set([...off, kindOrId]) : without(off, kindOrId))
  return { threshold, setThreshold, isOn, toggle, highlighted, highlight }
}

function without(set: ReadonlySet<string>, member: string): ReadonlySet<string> {
  return new Set([...set].filter((other) => other !== member))
}

/** The boxes that are not switched off. */
export function shownBoxes(boxes: readonly NamedBox[], { isOn }: Pick<FoundView, "isOn">): NamedBox[] {
  return boxes.filter(({ kind, id }) => isOn(kind) && isOn(id))
}
