import { type Deps, defaultDeps } from "./deps.ts"
import { ownerOf, photoMessage, type StatusEvent } from "./photo-message.ts"
import { isRepeat, isReplay } from "./repeats.ts"
import { tellPeople } from "./tell-people.ts"
import type { News } from "./texts.ts"

/** Tells the owner's page of a photo's change, and people of what became of it. What comes up again, people do not want to hear again. */
export async function notify(event: StatusEvent, deps: Deps = defaultDeps()): Promise<void> {
  if (isReplay(event)) return
  const owner = ownerOf(event)
  // First, for to be told twice, after a failure of what follows, hurts no page.
  if (owner !== undefined) await deps.tellOwner(owner, photoMessage(event))
  if (isNews(event) && !isRepeat(event)) await tellPeople(event, deps)
}

/** The names are also in stacks/recipients.ts, where recipients choose from them. */
const NEWS: readonly string[] = ["ImageCategorized", "ImageProcessed", "ImageRejected", "ProcessingFailed"]

function isNews(event: StatusEvent): event is News {
  return NEWS.includes(event.type)
}
