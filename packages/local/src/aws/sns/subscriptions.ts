import { randomBytes, randomUUID } from "node:crypto"
import type { ServiceContext } from "../service.ts"
import { AwsError } from "../errors.ts"
import type { MessageAttributes, SnsOptions, SubscriptionConfig } from "./config.ts"
import { invalidParameter, subscriptionNotFound } from "./errors.ts"
import { compileFilterPolicy, type Filter } from "./filter-policy.ts"
import { isPending, type Subscription } from "./subscription.ts"

/** How long a token confirms, as AWS keeps a subscription that nobody confirms. */
const TOKEN_LIFETIME = 48 * 3_600_000
const TO_CONFIRM = ["email", "email-json", "http", "https"]

interface Entry {
  readonly subscription: Subscription
  readonly filter: Filter
}

export type Subscriptions = ReturnType<typeof openSubscriptions>

/** The stacks' subscriptions and the app's own. What the app does to one of the stacks holds until the stacks change it. Throws InvalidParameter. */
export function openSubscriptions({ topics, subscriptions: declared }: SnsOptions, { store, clock }: ServiceContext) {
  const put = store.prepare("INSERT OR REPLACE INTO sns_subscriptions (arn, subscription, declared) VALUES (?, ?, ?)")
  const rows = store.prepare("SELECT * FROM sns_subscriptions ORDER BY rowid")
  const remove = store.prepare("DELETE FROM sns_subscriptions WHERE arn = ?")
  const configs = new Map(declared.map((config) => [config.arn, config]))
  const entries = new Map<string, Entry>()

  function load(): void {
    entries.clear()
    for (const config of declared) entries.set(config.arn, toEntry(config))
    for (const { arn, subscription, declared: before } of rows.all() as Record<string, string | null>[]) {
      if (before !== declaration(String(arn)) || !isOfTopic(String(arn))) remove.run(arn ?? null)
      else if (subscription === null) entries.delete(String(arn))
      else entries.set(String(arn), toEntry(JSON.parse(subscription ?? "null") as Subscription))
    }
  }

  const isOfTopic = (subscriptionArn: string) => topics.some(({ arn }) => subscriptionArn.startsWith(`${arn}:`))

  function declaration(arn: string): string | null {
    const config = configs.get(arn)
    return config === undefined ? null : JSON.stringify(config)
  }

  function save(subscription: Subscription): Subscription {
    const entry = toEntry(subscription)
    put.run(subscription.arn, JSON.stringify(subscription), declaration(subscription.arn))
    entries.set(subscription.arn, entry)
    return subscription
  }

  function create(wanted: Omit<Subscription, "arn">): Subscription {
    const subscription = { ...wanted, arn: `${wanted.topicArn}:${randomUUID()}` }
    return save(TO_CONFIRM.includes(wanted.protocol) ? withToken(subscription) : subscription)
  }

  function withToken(subscription: Subscription): Subscription {
    const token = randomBytes(64).toString("hex")
    return { ...subscription, confirmation: { token, expires: clock.now() + TOKEN_LIFETIME, confirmed: false } }
  }

  /** Those that nobody confirmed in time are gone. */
  function all(): Subscription[] {
    const isGone = (one: Subscription) => isPending(one) && (one.confirmation?.expires ?? 0) <= clock.now()
    return [...entries.values()].map(({ subscription }) => subscription).filter((one) => !isGone(one))
  }

  function get(arn: string): Subscription {
    const found = all().find((subscription) => subscription.arn === arn)
    if (found === undefined) throw subscriptionNotFound()
    return found
  }

  const confirmedOf = (topicArn: string) => ofTopic(topicArn).filter((subscription) => !isPending(subscription))
  const ofTopic = (topicArn: string) => all().filter((subscription) => subscription.topicArn === topicArn)

  load()
  return {
    all,
    get,
    ofTopic,
    confirmedOf,
    create,
    save,
    /** A new token for one that is still to be confirmed. */
    renew: (subscription: Subscription) => save(withToken(subscription)),
    confirm: (topicArn: string, token: string): Subscription => {
      const found = ofTopic(topicArn).find(({ confirmation }) => confirmation?.token === token)
      if (found?.confirmation === undefined) throw invalidParameter("Token")
      return save({ ...found, confirmation: { ...found.confirmation, confirmed: true } })
    },
    /** Nothing happens where it is gone already. */
    end: (arn: string): void => {
      if (!entries.delete(arn)) return
      const declared = declaration(arn)
      if (declared === null) remove.run(arn)
      else put.run(arn, null, declared)
    },
    wants: ({ arn }: Subscription, message: string, attributes: MessageAttributes): boolean =>
      entries.get(arn)?.filter(message, attributes) ?? false,
    clear: () => {
      store.exec("DELETE FROM sns_subscriptions")
      load()
    },
  }
}

function toEntry(subscription: SubscriptionConfig): Entry {
  const { arn, filterPolicy, filterPolicyScope: scope } = subscription
  if (filterPolicy === undefined) return { subscription, filter: () => true }
  try {
    return { subscription, filter: compileFilterPolicy(filterPolicy, { scope }) }
  } catch (cause) {
    if (!(cause instanceof AwsError)) throw cause
    throw new AwsError(cause.code, `Subscription ${arn}: ${cause.message}`, cause.status, { cause })
  }
}
