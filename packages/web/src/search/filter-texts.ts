import { DEFAULT_RADIUS, type Filters, MEDIA, STATUSES } from "./filters.ts"

/** The filters that have a chip of their own. */
export type FilterName = "text" | "label" | "camera" | "dates" | "near" | "media" | "status"

/** What a filter asks for, in words; null where it asks for nothing. */
export function filterText(name: FilterName, filters: Filters): string | null {
  switch (name) {
    case "text":
      return filters.text ? `“${filters.text}”` : null
    case "label":
      return filters.label ? labelText(filters.label, filters.minConfidence) : null
    case "camera":
      return filters.camera ?? null
    case "dates":
      return datesText(filters)
    case "near":
      return filters.near ? `${filters.radiusKm ?? DEFAULT_RADIUS} km around ${filters.near.replace(",", ", ")}` : null
    case "media":
      return filters.media ? `Only ${MEDIA[filters.media].toLowerCase()}` : null
    case "status":
      return filters.status ? STATUSES[filters.status] : null
  }
}

function labelText(label: string, minConfidence: number | undefined): string {
  return minConfidence === undefined ? label : `${label}, at least ${percent(minConfidence)}`
}

/** A page's title for what is searched. */
export function titleOf({ text, label, camera }: Filters): string {
  const first = text ?? label ?? camera
  return first ? `Search: ${first}` : "Search"
}

/** "80 %", with a space that does not break. */
export function percent(value: number): string {
  return `${Math.round(value)}\u00A0%`
}

function datesText({ from, to }: Filters): string | null {
  if (from && to) return from === to ? dayText(from) : `${dayText(from)} to ${dayText(to)}`
  if (from) return `Since ${dayText(from)}`
  return to ? `Until ${dayText(to)}` : null
}

function dayText(day: string): string {
  const date = new Date(`${day}T00:00:00Z`)
  return date.toLocaleDateString(undefined, { timeZone: "UTC", day: "numeric", month: "short", year: "numeric" })
}
