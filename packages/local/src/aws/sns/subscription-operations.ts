import type { ServiceContext } from "../service.ts"
import { transaction } from "../transaction.ts"
import { checkArn, checkEndpoint } from "./endpoints.ts"
import { invalidParameter } from "./errors.ts"
import { page } from "./page.ts"
import type { Publisher } from "./publisher.ts"
import { listOf, mapOutput, type QueryOperation } from "./query-protocol.ts"
import { attributesOutput, withAttributes } from "./subscription-attributes.ts"
import { isPending, type Subscription } from "./subscription.ts"
import type { Subscriptions } from "./subscriptions.ts"
import type { Topics } from "./topics.ts"

export interface SubscriptionParts {
  readonly topics: Topics
  readonly subscriptions: Subscriptions
  readonly publisher: Publisher
  readonly context: ServiceContext
}

/** What the app does with subscriptions at run time. */
export function subscriptionOperations(parts: SubscriptionParts): Record<string, QueryOperation> {
  const { topics, subscriptions, context } = parts
  const { accountId } = context
  const list = (found: readonly Subscription[], input: URLSearchParams) => {
    const { items, ...next } = page(found, input.get("NextToken"))
    return { Subscriptions: { member: items.map((subscription) => toOutput(subscription, accountId)) }, ...next }
  }

  return {
    ListSubscriptions: (input) => list(subscriptions.all(), input),
    ListSubscriptionsByTopic: (input) => list(subscriptions.ofTopic(topics.get(input.get("TopicArn")).arn), input),
    GetSubscriptionAttributes: (input) => {
      const subscription = subscriptions.get(arnOf(input))
      return { Attributes: mapOutput(attributesOutput(subscription, accountId)) }
    },
    Subscribe: (input) => subscribe(input, parts),
    ConfirmSubscription: (input) => {
      const { arn } = topics.get(input.get("TopicArn"))
      return { SubscriptionArn: subscriptions.confirm(arn, input.get("Token") ?? "").arn }
    },
    Unsubscribe: (input) => {
      const arn = arnOf(input)
      topics.get(arn.slice(0, arn.lastIndexOf(":")))
      subscriptions.end(arn)
    },
    SetSubscriptionAttributes: (input) => {
      const attributes = { [input.get("AttributeName") ?? ""]: input.get("AttributeValue") ?? "" }
      subscriptions.save(withAttributes(subscriptions.get(arnOf(input)), attributes))
    },
  }
}

/** The same subscription twice is one, if its attributes are the same. https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html */
function subscribe(input: URLSearchParams, { topics, subscriptions, publisher, context }: SubscriptionParts): object {
  const topicArn = topics.get(input.get("TopicArn")).arn
  const protocol = input.get("Protocol") ?? ""
  const endpoint = input.get("Endpoint") ?? ""
  checkEndpoint(protocol, endpoint)
  const attributes = attributesInput(input)
  const wanted = withAttributes({ topicArn, protocol, endpoint }, attributes, "Attributes Reason: ")
  const existing = subscriptions
    .ofTopic(topicArn)
    .find((subscription) => subscription.protocol === protocol && subscription.endpoint === endpoint)
  if (existing !== undefined && !isSame(withAttributes(existing, attributes), existing))
    throw invalidParameter("Attributes Reason: Subscription already exists with different attributes")
  const subscription = transaction(context.store, () => {
    const current = existing ?? subscriptions.create(wanted)
    if (!isPending(current)) return current
    const asked = existing === undefined ? current : subscriptions.renew(current)
    publisher.askToConfirm(asked)
    return asked
  })
  const shown = !isPending(subscription) || input.get("ReturnSubscriptionArn") === "true"
  return { SubscriptionArn: shown ? subscription.arn : "pending confirmation" }
}

function attributesInput(input: URLSearchParams): Record<string, string> {
  const entries = listOf(input, "Attributes.entry")
  return Object.fromEntries(entries.map((entry) => [entry.get("key") ?? "", entry.get("value") ?? ""]))
}

function isSame(one: Subscription, other: Subscription): boolean {
  const [first, second] = [one, other].map((subscription) => JSON.stringify(attributesOutput(subscription, "")))
  return first === second
}

function arnOf(input: URLSearchParams): string {
  const arn = input.get("SubscriptionArn") ?? ""
  checkArn("SubscriptionArn", arn)
  return arn
}

/** https://docs.aws.amazon.com/sns/latest/api/API_Subscription.html */
function toOutput(subscription: Subscription, accountId: string): object {
  const { arn, topicArn, protocol, endpoint } = subscription
  const SubscriptionArn = isPending(subscription) ? "PendingConfirmation" : arn
  return { SubscriptionArn, Owner: accountId, Protocol: protocol, Endpoint: endpoint, TopicArn: topicArn }
}
