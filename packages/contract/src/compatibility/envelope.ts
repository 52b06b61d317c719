import { metadataSchema } from "@darkroom/events"

/** What every event has beside its data; released and compared as events are. */
export const envelope = {
  name: "EventMetadata",
  version: 1,
  source: "darkroom.*",
  description: "The metadata of every event.",
  schema: metadataSchema,
} as const
