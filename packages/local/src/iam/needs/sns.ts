import type { ReadNeeds } from "./read-needs.ts"

type ReadResource = (input: URLSearchParams) => string | null

const ofTopic: ReadResource = (input) => input.get("TopicArn")
/** A subscription's ARN is its topic's and one more part. */
const ofSubscription: ReadResource = (input) => input.get("SubscriptionArn")?.split(":").slice(0, 6).join(":") ?? null
/** A phone number is no resource. */
const ofTarget: ReadResource = (input) =>
  input.has("PhoneNumber") ? null : (input.get("TargetArn") ?? input.get("TopicArn"))

/** Where an operation's resource stands; nowhere for those that are not here. It is where the operation itself looks, so that no other field can lead astray. */
const RESOURCES: Readonly<Record<string, ReadResource>> = {
  Publish: ofTarget,
  PublishBatch: ofTopic,
  GetTopicAttributes: ofTopic,
  ListSubscriptionsByTopic: ofTopic,
  Subscribe: ofTopic,
  ConfirmSubscription: ofTopic,
  Unsubscribe: ofSubscription,
  GetSubscriptionAttributes: ofSubscription,
  SetSubscriptionAttributes: ofSubscription,
}

/** Who works on a subscription needs the permission for its topic; a batch needs what one message does. https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsns.html */
export const snsNeeds: ReadNeeds = (_request, body) => {
  const input = new URLSearchParams(body.toString("utf8"))
  const operation = input.get("Action") ?? "(none)"
  const read = Object.hasOwn(RESOURCES, operation) ? RESOURCES[operation] : undefined
  return [{ action: `sns:${operation.replace(/Batch$/, "")}`, resource: read?.(input) ?? "*" }]
}
