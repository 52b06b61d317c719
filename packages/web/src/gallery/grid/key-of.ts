import type { KeyboardEvent } from "react"
import type { MoveKey } from "../layout/move-focus.ts"

export type GridKey = { readonly move: MoveKey } | "select" | "extend" | "open" | "delete" | "all" | "clear"

type Pressed = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "shiftKey" | "altKey">

const MOVES = new Set(["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End", "PageUp", "PageDown"])

/** What a key means in the grid, after https://www.w3.org/WAI/ARIA/apg/patterns/grid/; null where it means nothing. */
export function keyOf({ key, ctrlKey, metaKey, shiftKey, altKey }: Pressed): GridKey | null {
  const command = ctrlKey || metaKey
  if (altKey) return null
  if (command && key === "Home") return { move: "First" }
  if (command && key === "End") return { move: "Last" }
  if (command) return key.toLowerCase() === "a" && !shiftKey ? "all" : null
  if (MOVES.has(key)) return { move: key as MoveKey }
  if (key === " ") return shiftKey ? "extend" : "select"
  if (key === "Enter") return "open"
  if (key === "Delete" || key === "Backspace") return "delete"
  return key === "Escape" ? "clear" : null
}
