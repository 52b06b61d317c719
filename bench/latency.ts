import type { BenchEngine, Upload } from "./bench-engine.ts"
import type { PhotoSet } from "./photos.ts"
import { median, percentile } from "./statistics.ts"

export interface StageLatency {
  readonly event: string
  readonly recognition: boolean
  /** Milliseconds from the beginning of the PutObject to the event's metadata.time. */
  readonly median: number
  readonly p95: number
}

export interface LatencyResult {
  readonly set: string
  readonly photos: number
  readonly rows: readonly StageLatency[]
}

const EVENTS = ["ImageUploaded", "MetadataExtracted", "ThumbnailGenerated", "ImageTagged", "ImageProcessed"]
/** Photos a mode: enough for a 95th percentile that is not the maximum. */
const PHOTOS = 21

/** Photos one after the other through the warm engine: what somebody waits for who uploads one. */
export async function measureLatency(
  engine: BenchEngine,
  { name, files }: PhotoSet,
  say: (line: string) => void,
): Promise<LatencyResult> {
  const uploads = { off: [] as Upload[], on: [] as Upload[] }
  for (const mode of ["off", "on"] as const) {
    say(`latency of each stage, recognition ${mode}`)
    await engine.recognition(mode === "on")
    for (let photo = 0; photo < PHOTOS; photo++) {
      uploads[mode].push(...(await engine.process([files[photo % files.length] ?? ""], 1)))
      await engine.idle()
    }
  }
  const rows = (["off", "on"] as const).flatMap((mode) =>
    EVENTS.map((event) => latencyOf(event, uploads[mode], mode === "on")),
  )
  return { set: name, photos: PHOTOS, rows }
}

function latencyOf(event: string, uploads: readonly Upload[], recognition: boolean): StageLatency {
  const times = uploads.flatMap(({ startedAt, events }) => {
    const seen = events.get(event)
    return seen ? [seen.time - startedAt] : []
  })
  return { event, recognition, median: median(times), p95: percentile(times, 0.95) }
}
