import { allEvents } from "@darkroom/events"
import { hosted } from "./hosted.ts"
import { recipients } from "./notifications.ts"
import { areSecrets, isWebhook, resourceName, type Webhook, webhookEvents } from "./recipients.ts"
import { subscribe } from "./subscribers.ts"

/** For `npm start` alone, so that a webhook can be tried at once: anybody can read it here. */
const LAPTOP_SECRET = `whsec_${btoa("darkroom, on a laptop and nowhere else")}`

/**
 * Standard Webhooks recommends attempts over several days, its example 75 hours. Twenty-four attempts, each after twice the wait
 * of the last and none after more than ten hours, take 74 hours in the mean.
 */
const ATTEMPTS = 24
const MAX_BACKOFF = 10 * 3600

/**
 * A rule, queue, function and dead-letter queue each, so that one receiver that is down holds up nobody else.
 */
export const webhooks = recipients.filter(isWebhook).map((recipient) => {
  const name = `${resourceName(recipient.name)}Webhook`
  const secret = new sst.Secret(`${name}Secret`, placeholderOf(`${name}Secret`, recipient))
  return subscribe({
    service: "notification",
    file: "webhook-handler",
    name,
    on: eventsOf(recipient),
    onReplay: "drop",
    link: [secret],
    environment: {
      // Each is told from the others in logs and metrics.
      DARKROOM_SERVICE: `notification-${name}`,
      DARKROOM_WEBHOOK: JSON.stringify(filterOf(recipient, `${name}Secret`)),
    },
    timeout: 30,
    maxReceives: ATTEMPTS,
    maxBackoff: MAX_BACKOFF,
    maxConcurrency: 2,
  })
})

function eventsOf({ events }: Webhook) {
  const names: readonly string[] = events ?? webhookEvents
  return allEvents.filter(({ name }) => names.includes(name))
}

function filterOf({ webhook: url, categories, profiles, owners }: Webhook, secret: string) {
  return { url, secret, categories, profiles, owners }
}

/** SST's own error says how to set a secret, and not what it is for. */
function placeholderOf(name: string, recipient: Webhook): string | undefined {
  const given = process.env[`SST_SECRET_${name}`]
  if (given !== undefined && areSecrets(given)) return undefined
  if (given !== undefined)
    throw new Error(`The secret ${name} is none of Standard Webhooks: whsec_ and then 24 to 64 bytes in base64`)
  if (!hosted) return LAPTOP_SECRET
  throw new Error(
    `The webhook of the recipient "${recipient.name}" has no secret to sign with. Set one for the stage ${$app.stage}: ` +
      `npx sst secret set ${name} "whsec_$(openssl rand -base64 32)" --stage ${$app.stage}`,
  )
}
