import { allEvents, type DarkroomEvent } from "@darkroom/events"
import { on, type Subscribable, subscriber } from "@darkroom/lambda"
import { callWebhook } from "./call-webhook.ts"

/** Which of them a webhook gets, its rule says: stacks/webhooks.ts makes a function of this for each. */
export const handler = subscriber(
  allEvents.map((definition) => on(definition as Subscribable<DarkroomEvent>, (event) => callWebhook(event))),
)
