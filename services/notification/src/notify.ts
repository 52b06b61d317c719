import type { BackfillCompleted } from "@darkroom/events"
import { type Deps, defaultDeps } from "./deps.ts"
import { ownerOf, photoMessage, type StatusEvent } from "./photo-message.ts"
import { isRepeat, isReplay } from "./repeats.ts"
import { tellPeople } from "./tell-people.ts"
import type { News } from "./texts.ts"

/** Tells the owner's page of a change of a photo or video, and people of what became of it; and people of the end of a backfill. What comes up again, people do not want to hear again. */
export async function notify(event: StatusEvent | BackfillCompleted, deps: Deps = defaultDeps()): Promise<void> {
  if (isReplay(event)) return
  // First, for to be told twice, after a failure of what follows, hurts no page.
  if (event.type !== "BackfillCompleted") await tellPage(event, deps)
  if (isNews(event) && !isRepeat(event)) await tellPeople(event, deps)
}

async function tellPage(event: StatusEvent, deps: Deps): Promise<void> {
  const owner = ownerOf(event)
  if (owner !== undefined) await deps.tellOwner(owner, photoMessage(event))
}

/** The names are also in stacks/recipients.ts, where recipients choose from them. */
const NEWS: readonly string[] = [
  "ImageCategorized",
  "ImageProcessed",
  "ImageRejected",
  "VideoTagged",
  "VideoRejected",
  "BackfillCompleted",
  "ProcessingFailed",
  "ImageStalled",
]

function isNews(event: StatusEvent | BackfillCompleted): event is News {
  return NEWS.includes(event.type)
}
