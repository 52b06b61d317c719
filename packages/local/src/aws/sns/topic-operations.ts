import type { TopicConfig } from "./config.ts"
import { page } from "./page.ts"
import { mapOutput, type QueryOperation } from "./query-protocol.ts"
import { jsonText } from "./subscription-attributes.ts"
import type { Subscriptions } from "./subscriptions.ts"
import type { Topics } from "./topics.ts"

/** What can be asked of the stacks' topics. */
export function topicOperations(
  topics: Topics,
  subscriptions: Subscriptions,
  accountId: string,
): Record<string, QueryOperation> {
  /** https://docs.aws.amazon.com/sns/latest/api/API_GetTopicAttributes.html */
  const attributesOf = ({ arn, displayName = "", policy }: TopicConfig) => {
    const confirmed = subscriptions.confirmedOf(arn).length
    return {
      TopicArn: arn,
      Owner: accountId,
      DisplayName: displayName,
      ...(policy !== undefined && { Policy: jsonText(policy) }),
      SubscriptionsConfirmed: String(confirmed),
      SubscriptionsPending: String(subscriptions.ofTopic(arn).length - confirmed),
      SubscriptionsDeleted: "0",
    }
  }

  return {
    ListTopics: (input) => {
      const { items, ...next } = page(topics.all, input.get("NextToken"))
      return { Topics: { member: items.map(({ arn }) => ({ TopicArn: arn })) }, ...next }
    },
    GetTopicAttributes: (input) => ({ Attributes: mapOutput(attributesOf(topics.get(input.get("TopicArn")))) }),
  }
}
