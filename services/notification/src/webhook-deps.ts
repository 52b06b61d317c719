import { lazy, linked } from "@darkroom/lambda"
import { type Answer, post, type Request } from "./post.ts"

/** One receiver, and which photos' events it wants; what is left out does not limit. */
export interface Webhook {
  readonly url: string
  /** One secret or, while it is being changed, several with spaces between: `whsec_...`. */
  readonly secrets: string
  readonly categories?: readonly string[]
  readonly profiles?: readonly string[]
  readonly owners?: readonly string[]
}

export interface WebhookDeps {
  readonly webhook: Webhook
  /** Throws where there is no answer. */
  post(request: Request): Promise<Answer>
  now(): Date
}

/** As stacks/webhooks.ts writes it into the environment. */
type Configured = Omit<Webhook, "secrets"> & { readonly secret: `${string}WebhookSecret` }

export const webhookDeps = lazy((): WebhookDeps => {
  const { secret, ...webhook } = JSON.parse(process.env["DARKROOM_WEBHOOK"] ?? "{}") as Configured
  return { webhook: { ...webhook, secrets: linked(secret).value }, post, now: () => new Date() }
})
