import type { DatabaseSync } from "node:sqlite"
import type { MessageAttributes } from "./config.ts"

// What is still to be delivered to queues, and what stands for mail and text messages that nobody sends from a laptop.
const SCHEMA = `
  CREATE TABLE IF NOT EXISTS sns_deliveries (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, endpoint TEXT NOT NULL, message TEXT NOT NULL, attributes TEXT, attempts INTEGER NOT NULL DEFAULT 0
  );
  CREATE TABLE IF NOT EXISTS sns_outbox (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, topic TEXT NOT NULL, subject TEXT, message TEXT NOT NULL, attributes TEXT NOT NULL,
    protocol TEXT, endpoint TEXT, time INTEGER NOT NULL
  )`

export interface Delivery {
  readonly endpoint: string
  readonly message: string
  readonly attributes: MessageAttributes | undefined
}

/** A message that left the app for people, or for nobody: `protocol` and `endpoint` are null for a topic without subscriptions. */
export interface OutboxMessage {
  readonly topicArn: string
  readonly subject: string | null
  readonly message: string
  readonly attributes: MessageAttributes
  readonly protocol: string | null
  readonly endpoint: string | null
  /** Milliseconds since the epoch. */
  readonly time: number
}

export type OutboxRows = ReturnType<typeof outboxRows>

export function outboxRows(store: DatabaseSync) {
  store.exec(SCHEMA)
  const addDelivery = store.prepare(
    "INSERT INTO sns_deliveries (endpoint, message, attributes) VALUES (?, ?, ?) RETURNING seq",
  )
  const delivery = store.prepare("SELECT * FROM sns_deliveries WHERE seq = ?")
  const deliveries = store.prepare("SELECT seq FROM sns_deliveries ORDER BY seq")
  const fail = store.prepare("UPDATE sns_deliveries SET attempts = attempts + 1 WHERE seq = ? RETURNING attempts")
  const remove = store.prepare("DELETE FROM sns_deliveries WHERE seq = ?")
  const addMessage = store.prepare(
    "INSERT INTO sns_outbox (topic, subject, message, attributes, protocol, endpoint, time) VALUES (?, ?, ?, ?, ?, ?, ?)",
  )
  const messages = store.prepare("SELECT * FROM sns_outbox ORDER BY seq")
  return {
    addDelivery: ({ endpoint, message, attributes }: Delivery) => {
      return addDelivery.get(endpoint, message, attributes === undefined ? null : JSON.stringify(attributes))?.[
        "seq"
      ] as number
    },
    delivery: (seq: number): Delivery | undefined => {
      const row = delivery.get(seq) as { endpoint: string; message: string; attributes: string | null } | undefined
      return (
        row && {
          ...row,
          attributes: row.attributes === null ? undefined : (JSON.parse(row.attributes) as MessageAttributes),
        }
      )
    },
    waiting: () => deliveries.all().map(({ seq }) => seq as number),
    /** Counts a failure; gives how many there were, or undefined where the delivery is gone. */
    fail: (seq: number) => fail.get(seq)?.["attempts"] as number | undefined,
    remove: (seq: number) => void remove.run(seq),
    addMessage: ({ topicArn, subject, message, attributes, protocol, endpoint, time }: OutboxMessage) => {
      addMessage.run(topicArn, subject, message, JSON.stringify(attributes), protocol, endpoint, time)
    },
    messages: (): OutboxMessage[] =>
      messages.all().map(({ seq: _seq, topic, attributes, ...row }) => {
        return {
          topicArn: topic,
          ...row,
          attributes: JSON.parse(attributes as string) as MessageAttributes,
        } as unknown as OutboxMessage
      }),
    clear: () => store.exec("DELETE FROM sns_deliveries; DELETE FROM sns_outbox"),
  }
}
