import type { DarkroomEvent, ImageProcessed, ImageRejected, ProcessingFailed } from "@darkroom/events"
import { type Deps, defaultDeps, type Notification } from "./deps.ts"
import { ownerOf, photoMessage, type StatusEvent } from "./photo-message.ts"

/** The ends that a photo or one of its steps can come to, of which people hear. */
type End = ImageProcessed | ImageRejected | ProcessingFailed

const ENDS = ["ImageProcessed", "ImageRejected", "ProcessingFailed"]

/** Tells the owner's page of a photo's change, and people of its end. What a replay brings up again, nobody wants to hear again. */
export async function notify(event: StatusEvent, deps: Deps = defaultDeps()): Promise<void> {
  if (isReplay(event)) return
  const owner = ownerOf(event)
  // First, for to be told twice, after a failure of what follows, hurts no page.
  if (owner !== undefined) await deps.tellOwner(owner, photoMessage(event))
  if (isEnd(event)) await deps.publish(notificationOf(event))
}

function isEnd(event: StatusEvent): event is End {
  return ENDS.includes(event.type)
}

function isReplay({ metadata, replayName }: DarkroomEvent): boolean {
  return replayName !== undefined || metadata.origin === "replay"
}

function notificationOf(event: End): Notification {
  const common = { eventType: event.type, eventId: event.metadata.id, imageId: event.metadata.groupKey }
  if (event.type === "ProcessingFailed") {
    const { service, message } = event.data
    return {
      subject: `A step failed: ${service}`,
      message,
      attributes: { ...common, service, failureClass: event.data.class },
    }
  }
  const { image } = event.data
  const attributes = { ...common, owner: image.owner }
  if (event.type === "ImageRejected") {
    return {
      subject: "A photo was not accepted",
      message: event.data.message,
      attributes: { ...attributes, reason: event.data.reason },
    }
  }
  return { subject: "A photo is ready", message: readyMessage(event.data), attributes }
}

/** SNS subjects are ASCII and short, so the file's name is in the message. */
function readyMessage({ image, labels }: ImageProcessed["data"]): string {
  const name = image.key.split("/").at(-1) ?? image.key
  return labels.length > 0 ? `${name} is ready. It shows: ${labels.join(", ")}.` : `${name} is ready.`
}
