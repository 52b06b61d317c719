import { type Category, categorySchema } from "@darkroom/events"
import { peopleEvents, type Person, resourceName } from "./recipients.ts"

/** What a person is to be subscribed to: a topic, and what of it. */
export interface Subscription {
  readonly id: string
  /** The topic of everything, or of one category. */
  readonly topic: "all" | Category
  readonly protocol: "email" | "sms"
  readonly endpoint: string
  /** By message attribute; undefined where everything is wanted. */
  readonly filterPolicy: Readonly<Record<string, readonly string[]>> | undefined
}

/** Decisions are on the topics of their categories, everything else on the topic of all. */
export function subscriptionsOf(person: Person): Subscription[] {
  const { categories, profiles, owners } = person
  const events: readonly string[] = person.events ?? (categories ? ["ImageCategorized"] : peopleEvents)
  const to = "email" in person ? ["email" as const, person.email] : ["sms" as const, person.sms]
  const [protocol, endpoint] = to as [Subscription["protocol"], string]
  const common = { ...(profiles ? { profile: profiles } : {}), ...(owners ? { owner: owners } : {}) }
  const decided = events.includes("ImageCategorized") ? (categories ?? categorySchema.options) : []
  const others = categories ? [] : events.filter((event) => event !== "ImageCategorized")
  // Who chooses none gets all that is there, and SNS counts no combinations with them.
  const chosen = person.events ? { eventType: others } : {}
  const policies = [
    ...decided.map((topic) => ({ topic, filterPolicy: common })),
    ...(others.length > 0 ? [{ topic: "all" as const, filterPolicy: { ...chosen, ...common } }] : []),
  ]
  return policies.map(({ topic, filterPolicy }) => ({
    id: `${resourceName(person.name)}${resourceName(topic)}Subscription`,
    topic,
    protocol,
    endpoint,
    filterPolicy: Object.keys(filterPolicy).length > 0 ? filterPolicy : undefined,
  }))
}
