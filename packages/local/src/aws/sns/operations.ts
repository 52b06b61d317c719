import { publishOperations } from "./publish-operations.ts"
import type { QueryOperation } from "./query-protocol.ts"
import { subscriptionOperations, type SubscriptionParts } from "./subscription-operations.ts"
import { topicOperations } from "./topic-operations.ts"

/** SNS's operations by name. https://docs.aws.amazon.com/sns/latest/api/API_Operations.html */
export function operations(parts: SubscriptionParts): Readonly<Record<string, QueryOperation>> {
  const { topics, subscriptions, publisher, context } = parts
  return {
    ...publishOperations(topics, publisher),
    ...topicOperations(topics, subscriptions, context.accountId),
    ...subscriptionOperations(parts),
  }
}
