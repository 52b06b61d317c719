import type { DarkroomEvent } from "@darkroom/events"
import { Webhook as Signer } from "standardwebhooks"
import { WebhookBusy, WebhookFailed, WebhookRefused } from "./errors.ts"
import { imageOf } from "./image-of.ts"
import type { Answer, Request } from "./post.ts"
import { isRepeat } from "./repeats.ts"
import { type Webhook, type WebhookDeps, webhookDeps } from "./webhook-deps.ts"

/**
 * Sends an event to a receiver by Standard Webhooks. It may come twice after a crash, under the same `webhook-id`, which is the
 * event's. Throws WebhookRefused, WebhookBusy, WebhookFailed. https://github.com/standard-webhooks/standard-webhooks
 */
export async function callWebhook(event: DarkroomEvent, deps: WebhookDeps = webhookDeps()): Promise<void> {
  if (isRepeat(event) || !isWanted(event, deps.webhook)) return
  const { host } = new URL(deps.webhook.url)
  const answer = await deps.post(requestOf(event, deps)).catch((cause: unknown) => {
    throw new WebhookFailed(host, "did not answer", { cause })
  })
  judge(host, answer)
}

/** A filter holds for events that say what it asks for; those that do not tell are not sent. */
function isWanted({ data }: DarkroomEvent, { categories, profiles, owners }: Webhook): boolean {
  const { owner, profile } = imageOf(data)
  return allows(categories, categoryOf(data)) && allows(profiles, profile) && allows(owners, owner)
}

function allows(wanted: readonly string[] | undefined, value: string | undefined): boolean {
  return wanted === undefined || (value !== undefined && wanted.includes(value))
}

function categoryOf(data: unknown): string | undefined {
  const { decision, category } = data as { decision?: { category: string } | null; category?: string }
  return decision?.category ?? category
}

function requestOf({ type, metadata, data }: DarkroomEvent, { webhook, now }: WebhookDeps): Request {
  const body = JSON.stringify({ type, timestamp: metadata.time, data, metadata })
  const time = now()
  const signatures = webhook.secrets
    .trim()
    .split(/\s+/)
    .map((secret) => new Signer(secret).sign(metadata.id, time, body))
  const headers = {
    "content-type": "application/json",
    "user-agent": "Darkroom-Webhooks/1",
    "webhook-id": metadata.id,
    "webhook-timestamp": String(Math.floor(time.getTime() / 1000)),
    "webhook-signature": signatures.join(" "),
  }
  return { url: webhook.url, headers, body }
}

/** What the status asks for. A redirect is a failure that a person ends, by giving the new URL: until then it is tried again. */
function judge(host: string, { status, retryAfter }: Answer): void {
  if (status >= 200 && status < 300) return
  if (status === 429) throw new WebhookBusy(host, status, retryAfter)
  if (status >= 400 && status < 500 && status !== 408) throw new WebhookRefused(host, status)
  throw new WebhookFailed(host, `answered ${status}`, retryAfter === undefined ? {} : { retryAfter })
}
