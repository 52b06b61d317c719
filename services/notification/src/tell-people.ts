import type { Deps } from "./deps.ts"
import { SendingUnanswered } from "./errors.ts"
import { type News, notificationOf } from "./texts.ts"

/**
 * Publishes the message of an event to its topic, once, whatever is delivered twice and whoever crashed: SNS does not know what it
 * had before, so the sending is claimed first. Throws SendingUnanswered.
 */
export async function tellPeople(event: News, { publish, sendings }: Omit<Deps, "tellOwner">): Promise<void> {
  const notification = notificationOf(event)
  const key = sendingKey(event.metadata.id, notification.topic)
  const claimed = await sendings.claim(key)
  if (claimed === "sent") return
  if (claimed === "unanswered") throw new SendingUnanswered(key)
  try {
    await publish(notification)
  } catch (error) {
    if (!isRefusal(error)) throw new SendingUnanswered(key, { cause: error })
    await sendings.release(key)
    throw error
  }
  // It is sent whatever happens here, and is remembered with the event as well: to fail now would only make a doubt of it.
  await sendings.confirm(key).catch(() => {})
}

/** What a person looks for in the table Idempotency, with `sending#` before it. */
export function sendingKey(eventId: string, topic: string): string {
  return `${topic}#${eventId}`
}

/** Before anything was sent. */
const NOT_CONNECTED = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"])

/** An error after which the message is certainly not on its way. A 500 or a lost connection leaves that open. */
function isRefusal(error: unknown): boolean {
  const { $metadata, code, name } = error as { $metadata?: { httpStatusCode?: number }; code?: string; name?: string }
  const status = $metadata?.httpStatusCode
  if (status !== undefined) return (status >= 400 && status < 500) || status === 503
  return NOT_CONNECTED.has(code ?? "") || name === "CredentialsProviderError"
}
