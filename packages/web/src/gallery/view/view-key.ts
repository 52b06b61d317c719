export type ViewKey =
  | "previous"
  | "next"
  | "up"
  | "down"
  | "close"
  | "info"
  | "boxes"
  | "zoomIn"
  | "zoomOut"
  | "whole"
  | "delete"

type Pressed = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey">

const KEYS: Record<string, ViewKey> = {
  ArrowLeft: "previous",
  ArrowRight: "next",
  ArrowUp: "up",
  ArrowDown: "down",
  Escape: "close",
  i: "info",
  b: "boxes",
  "+": "zoomIn",
  "=": "zoomIn",
  "-": "zoomOut",
  "0": "whole",
  Delete: "delete",
}

/** What a key means while a photo is open; null where it means nothing, or belongs to a field that has the focus. */
export function viewKeyOf({ key, ctrlKey, metaKey, altKey }: Pressed, inField: boolean): ViewKey | null {
  if (ctrlKey || metaKey || altKey) return null
  const meaning = KEYS[key.length === 1 ? key.toLowerCase() : key] ?? null
  return inField && meaning !== "close" ? null : meaning
}
