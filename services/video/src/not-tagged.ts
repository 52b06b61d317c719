import { type VideoMetadataExtracted, VideoTagged } from "@darkroom/events"

/** Nothing is looked for in a video, and why not. */
export function notTagged(event: VideoMetadataExtracted, skipped: string): VideoTagged {
  const { video, metadata } = event.data
  const nothing = { features: [], failed: [], labels: [], faces: null, text: [], moderation: [], celebrities: [] }
  return VideoTagged.create(
    { video, metadata, ...nothing, skipped, modelVersion: null, response: null },
    { cause: event },
  )
}
