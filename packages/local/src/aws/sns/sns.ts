import type { AwsService, ServiceContext } from "../service.ts"
import { transaction } from "../transaction.ts"
import type { SnsOptions } from "./config.ts"
import { startSnsDeliverer } from "./deliverer.ts"
import { deliveryRows } from "./delivery-rows.ts"
import { operations } from "./operations.ts"
import { outboxRows, type OutboxMessage } from "./outbox-rows.ts"
import { publisher } from "./publisher.ts"
import { publishInput } from "./publish-input.ts"
import { queryProtocol } from "./query-protocol.ts"
import { openSubscriptions } from "./subscriptions.ts"
import { createTables } from "./tables.ts"
import { openTopics } from "./topics.ts"

export type {
  Deliver,
  DroppedDelivery,
  FilterPolicyScope,
  MessageAttribute,
  MessageAttributes,
  SnsOptions,
  SubscriptionConfig,
  TopicConfig,
} from "./config.ts"
export type { OutboxMessage } from "./outbox-rows.ts"

export interface SnsService extends AwsService {
  /** What would have gone to mail boxes, phones and web hooks, oldest first, and what had no subscriber. */
  outbox(): OutboxMessage[]
  /** Publishes from inside of the engine, such as what S3 tells a topic; durable when it returns. Throws NotFound. */
  publish(topicArn: string, message: string, subject?: string, traceHeader?: string): void
  /** Resolves when no delivery is under way; those that wait for a retry do not count. */
  idle(): Promise<void>
}

/** Of SNS's XML. */
export const NAMESPACE = "http://sns.amazonaws.com/doc/2010-03-31/"

/** Amazon SNS: standard topics that deliver to queues and functions, and keep for reading what is meant for people. Throws InvalidParameter for FIFO topics and filter policies that AWS would refuse. */
export function snsService(options: SnsOptions, context: ServiceContext): SnsService {
  const { store, clock } = context
  const topics = openTopics(options)
  createTables(store)
  const subscriptions = openSubscriptions(options, context)
  const deliveries = deliveryRows(store)
  const outbox = outboxRows(store)
  const deliverer = startSnsDeliverer(deliveries, options, clock)
  const { dispatch } = deliverer
  const publish = publisher({ deliveries, outbox, subscriptions, dispatch, context })
  const table = operations({ topics, subscriptions, publisher: publish, context })
  return {
    name: "sns",
    operations: Object.keys(table),
    handle: queryProtocol("sns", NAMESPACE, table),
    publish: (topicArn, message, subject, traceHeader) => {
      const input = new URLSearchParams({ Message: message, ...(subject === undefined ? {} : { Subject: subject }) })
      publish.toTopic(topics.get(topicArn).arn, publishInput(input), traceHeader)
    },
    outbox: outbox.all,
    idle: deliverer.idle,
    reset: async () => {
      deliverer.reset()
      transaction(store, () => {
        deliveries.clear()
        outbox.clear()
        subscriptions.clear()
      })
    },
    close: async () => deliverer.close(),
  }
}
