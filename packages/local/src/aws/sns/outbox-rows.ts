import type { DatabaseSync } from "node:sqlite"
import type { MessageAttributes } from "./config.ts"

/** A message that left the app for people, or for nobody: `protocol` and `endpoint` are null where no subscription wants it. */
export interface OutboxMessage {
  readonly messageId: string
  /** Null for a message straight to a phone number. */
  readonly topicArn: string | null
  /** Null for a topic without subscriptions and for a phone number. */
  readonly subscriptionArn: string | null
  readonly subject: string | null
  /** As the endpoint gets it: the text for a person, the JSON envelope for a web hook. */
  readonly message: string
  readonly attributes: MessageAttributes
  readonly protocol: string | null
  readonly endpoint: string | null
  /** Milliseconds since the epoch. */
  readonly time: number
}

export type OutboxRows = ReturnType<typeof outboxRows>

/** Messages for people and web hooks, oldest first. */
export function outboxRows(store: DatabaseSync) {
  const add = store.prepare(`INSERT INTO sns_outbox
    (message_id, topic_arn, subscription_arn, subject, message, attributes, protocol, endpoint, time)
    VALUES (:messageId, :topicArn, :subscriptionArn, :subject, :message, :attributes, :protocol, :endpoint, :time)`)
  const all = store.prepare(`SELECT message_id AS messageId, topic_arn AS topicArn, subscription_arn AS subscriptionArn,
    subject, message, attributes, protocol, endpoint, time FROM sns_outbox ORDER BY seq`)
  const clear = store.prepare("DELETE FROM sns_outbox")
  return {
    add: (message: OutboxMessage) => void add.run({ ...message, attributes: JSON.stringify(message.attributes) }),
    all: () =>
      all
        .all()
        .map((row) => ({ ...row, attributes: JSON.parse(String(row["attributes"])) })) as unknown as OutboxMessage[],
    clear: () => void clear.run(),
  }
}
