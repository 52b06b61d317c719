import type { ImageRecord } from "./record.ts"

/** When the events happened that the record tells of, oldest first. */
export function timesOf(record: ImageRecord): string[] {
  return Object.values(record)
    .flatMap((part: unknown) => {
      const { time } = Object(part) as { time?: unknown }
      return typeof time === "string" ? time : []
    })
    .toSorted()
}
