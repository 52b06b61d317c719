import { AwsError } from "../errors.ts"
import type { ServiceContext } from "../service.ts"
import type { SnsOptions, SubscriptionConfig, TopicConfig } from "./config.ts"
import { topicNotFound } from "./errors.ts"
import { MAX_MESSAGE_BYTES, publicationSize, publishInput, type Publication } from "./publish-input.ts"
import { listOf, mapOutput, type QueryOperation } from "./query-protocol.ts"

export interface OperationsParts {
  readonly options: SnsOptions
  readonly context: ServiceContext
  /** Gives the message's id. */
  readonly publish: (topicArn: string, publication: Publication) => string
}

const MAX_BATCH = 10

/** SNS's operations by name. https://docs.aws.amazon.com/sns/latest/api/API_Operations.html */
export function operations({
  options: { topics, subscriptions },
  context,
  publish,
}: OperationsParts): Record<string, QueryOperation> {
  const topicOf = (arn: string | null): TopicConfig => {
    const topic = topics.find((candidate) => candidate.arn === arn)
    if (topic === undefined) throw topicNotFound(String(arn))
    return topic
  }
  const subscriptionsOf = (topic: TopicConfig) => subscriptions.filter(({ topicArn }) => topicArn === topic.arn)
  const subscriptionOutput = (subscription: SubscriptionConfig) => {
    const { topicArn, protocol, endpoint } = subscription
    const SubscriptionArn = `${topicArn}:${subscriptions.indexOf(subscription)}`
    return { SubscriptionArn, Owner: context.accountId, Protocol: protocol, Endpoint: endpoint, TopicArn: topicArn }
  }

  return {
    Publish: (input) => {
      if (input.has("PhoneNumber"))
        throw new AwsError("InvalidParameter", "The offline engine publishes to topics only, not to phone numbers")
      return { MessageId: publish(topicOf(input.get("TopicArn") ?? input.get("TargetArn")).arn, publishInput(input)) }
    },
    PublishBatch: (input) => {
      const { arn } = topicOf(input.get("TopicArn"))
      return publishBatch(listOf(input, "PublishBatchRequestEntries.member"), (publication) =>
        publish(arn, publication),
      )
    },
    ListTopics: () => ({ Topics: { member: topics.map(({ arn }) => ({ TopicArn: arn })) } }),
    GetTopicAttributes: (input) => {
      const topic = topicOf(input.get("TopicArn"))
      const attributes = {
        TopicArn: topic.arn,
        Owner: context.accountId,
        SubscriptionsConfirmed: String(subscriptionsOf(topic).length),
      }
      return { Attributes: mapOutput({ ...attributes, SubscriptionsPending: "0", SubscriptionsDeleted: "0" }) }
    },
    ListSubscriptionsByTopic: (input) => {
      return { Subscriptions: { member: subscriptionsOf(topicOf(input.get("TopicArn"))).map(subscriptionOutput) } }
    },
  }
}

/** Publishes each entry alone, so that one bad entry fails alone. https://docs.aws.amazon.com/sns/latest/api/API_PublishBatch.html */
function publishBatch(entries: readonly URLSearchParams[], publish: (publication: Publication) => string): object {
  checkBatch(entries)
  const successful: object[] = []
  const failed: object[] = []
  for (const entry of entries) {
    const Id = entry.get("Id")
    try {
      successful.push({ Id, MessageId: publish(publishInput(entry)) })
    } catch (error) {
      if (!(error instanceof AwsError)) throw error
      failed.push({ Id, Code: error.code, Message: error.message, SenderFault: error.status < 500 })
    }
  }
  return { Successful: { member: successful }, Failed: { member: failed } }
}

function checkBatch(entries: readonly URLSearchParams[]): void {
  if (entries.length === 0) throw new AwsError("EmptyBatchRequest", "The batch request doesn't contain any entries.")
  if (entries.length > MAX_BATCH)
    throw new AwsError("TooManyEntriesInBatchRequest", "The batch request contains more entries than permissible.")
  const ids = new Set(entries.map((entry) => entry.get("Id")))
  if (ids.size < entries.length)
    throw new AwsError("BatchEntryIdsNotDistinct", "Two or more batch entries in the request have the same Id.")
  const size = entries.reduce((sum, entry) => sum + publicationSize(entry.get("Message") ?? "", {}), 0)
  if (size > MAX_MESSAGE_BYTES)
    throw new AwsError(
      "BatchRequestTooLong",
      "The length of all the batch messages put together is more than the limit.",
    )
}
