import type { AwsService, ServiceContext } from "../service.ts"
import type { SnsOptions } from "./config.ts"
import { startDeliverer } from "./deliverer.ts"
import { operations } from "./operations.ts"
import { outboxRows, type OutboxMessage } from "./outbox-rows.ts"
import type { Publication } from "./publish-input.ts"
import { publisher } from "./publisher.ts"
import { queryProtocol } from "./query-protocol.ts"

export type { MessageAttribute, MessageAttributes, SnsOptions, SubscriptionConfig, TopicConfig } from "./config.ts"
export type { OutboxMessage } from "./outbox-rows.ts"

export interface SnsService extends AwsService {
  /** What would have gone to mail boxes, phones and web hooks, oldest first, and what had no subscriber. */
  outbox(): OutboxMessage[]
  /** Resolves when no delivery is under way; those that wait for a retry do not count. */
  idle(): Promise<void>
}

/** Of SNS's XML. */
export const NAMESPACE = "http://sns.amazonaws.com/doc/2010-03-31/"

/** Amazon SNS: topics that deliver to queues, and keep for reading what is meant for people. */
export function snsService(options: SnsOptions, context: ServiceContext): SnsService {
  const rows = outboxRows(context.store)
  const deliverer = startDeliverer(rows, options.deliver, context.clock)
  const write = publisher(rows, options, context)
  const publish = (topicArn: string, publication: Publication) => {
    const { messageId, deliveries } = write(topicArn, publication)
    deliverer.dispatch(deliveries)
    return messageId
  }
  return {
    name: "sns",
    handle: queryProtocol("sns", NAMESPACE, operations({ options, context, publish })),
    outbox: rows.messages,
    idle: deliverer.idle,
    reset: async () => {
      deliverer.reset()
      rows.clear()
    },
    close: async () => deliverer.close(),
  }
}
