import type { PhotoSummary } from "@darkroom/gallery-api"

export type TileState =
  | { readonly kind: "done" }
  | { readonly kind: "processing"; readonly text: string; readonly done: number; readonly steps: number }
  | {
      readonly kind: "stalled" | "failed" | "rejected"
      /** Which step, in a few words. */
      readonly title: string
      /** Why, in a sentence. */
      readonly reason: string
      /** What to try again, and with it all others of the same reason; null where that would not help. */
      readonly retry: string | null
    }

/** The API's code where nothing has failed and nothing has come either. */
const STALLED = "Stalled"

const DOING: Record<string, string> = {
  metadata: "Reading details",
  tagging: "Recognising what is in it",
  thumbnail: "Making thumbnails",
  categorization: "Deciding by the rules",
  video: "Reading the video",
}

const FAILED: Record<string, string> = {
  ingest: "Not taken in",
  metadata: "Details not read",
  tagging: "Not recognised",
  thumbnail: "No thumbnails",
  categorization: "Not decided on",
  video: "Not watched",
  catalog: "Not filed",
}

/** What a photo's tile says of where it stands: a problem as soon as there is one, though other steps may still be under way. */
export function tileState(photo: PhotoSummary): TileState {
  const { status, problem } = photo
  if (status === "processed") return { kind: "done" }
  if (problem === null && status === "processing") return processing(photo)
  const isStalled = problem?.code === STALLED
  return {
    kind: isStalled ? "stalled" : status === "rejected" ? "rejected" : "failed",
    title: titleOf(photo, isStalled),
    reason: problem?.message ?? "Nobody said why.",
    retry: problem?.retryable ? problem.step : null,
  }
}

function titleOf({ status, problem }: PhotoSummary, isStalled: boolean): string {
  if (isStalled) return "Takes too long"
  return status === "rejected" ? "Not accepted" : (FAILED[problem?.step ?? ""] ?? "Something failed")
}

/** A video that was read is being watched, or waits for its turn. */
function doing(step: string, isRead: boolean): string {
  return step === "video" && isRead ? "Watching the video" : (DOING[step] ?? step)
}

function processing({ steps, duration }: PhotoSummary): TileState {
  const waiting = steps.find(({ state }) => state === "waiting")?.step
  const done = steps.filter(({ state }) => state === "done").length
  return {
    kind: "processing",
    text: waiting === undefined ? "Finishing" : doing(waiting, duration !== null),
    done,
    steps: steps.length,
  }
}
