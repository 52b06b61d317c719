import type { PhotoSummary } from "@darkroom/gallery-api"
import { counted } from "../format/quantities.ts"

export type Statuses = ReadonlyMap<string, PhotoSummary["status"]>

/** Each photo's status, by its id. */
export function statusesOf(photos: readonly PhotoSummary[]): Statuses {
  return new Map(photos.map(({ photoId, status }) => [photoId, status]))
}

/** What a screen reader is told of a change: failures, and the end of all work; null for every step between. */
export function announcementOf(before: Statuses, after: Statuses): string | null {
  const ended = [...after].filter(([id, status]) => before.get(id) === "processing" && status !== "processing")
  const failed = ended.filter(([, status]) => status !== "processed").length
  const isLast = ended.length > 0 && ![...after.values()].includes("processing")
  const said = [
    failed === 0 ? "" : `${counted(failed, "photo")} could not be processed.`,
    isLast && failed < ended.length ? "All other photos are ready." : "",
  ]
  return (
    said
      .filter(Boolean)
      .join(" ")
      .replace(/^All other/, "All") || null
  )
}
