import type { DatabaseSync } from "node:sqlite"

/** One message on its way to one subscriber. It stays until the subscriber or its dead-letter queue has it. */
export interface DeliveryRow {
  readonly seq: number
  readonly message_id: string
  readonly topic_arn: string
  readonly subscription_arn: string
  readonly protocol: "sqs" | "lambda"
  readonly endpoint: string
  readonly body: string
  /** MessageAttributes as JSON, for raw delivery. */
  readonly attributes: string | null
  /** Null where there is no dead-letter queue, and where `endpoint` is it already. */
  readonly dead_letter_arn: string | null
  readonly dead_letter_body: string
  /** Failures so far. */
  readonly attempts: number
  /** X-Ray's header. */
  readonly trace: string | null
}

export type NewDelivery = Omit<DeliveryRow, "seq" | "attempts">

export type DeliveryRows = ReturnType<typeof deliveryRows>

/** Deliveries to queues and functions. */
export function deliveryRows(store: DatabaseSync) {
  const insert = store.prepare(`INSERT INTO sns_deliveries
    (message_id, topic_arn, subscription_arn, protocol, endpoint, body, attributes, dead_letter_arn, dead_letter_body, trace)
    VALUES (:message_id, :topic_arn, :subscription_arn, :protocol, :endpoint, :body, :attributes, :dead_letter_arn, :dead_letter_body, :trace)
    RETURNING seq`)
  const get = store.prepare("SELECT * FROM sns_deliveries WHERE seq = ?")
  const seqs = store.prepare("SELECT seq FROM sns_deliveries ORDER BY seq")
  const fail = store.prepare("UPDATE sns_deliveries SET attempts = attempts + 1 WHERE seq = ? RETURNING attempts")
  const redirect = store.prepare(`UPDATE sns_deliveries SET protocol = 'sqs', endpoint = dead_letter_arn,
    body = dead_letter_body, dead_letter_arn = NULL, attempts = 0 WHERE seq = ?`)
  const remove = store.prepare("DELETE FROM sns_deliveries WHERE seq = ?")
  const clear = store.prepare("DELETE FROM sns_deliveries")
  return {
    insert: (delivery: NewDelivery) => (insert.get({ ...delivery }) as { seq: number }).seq,
    get: (seq: number) => get.get(seq) as unknown as DeliveryRow | undefined,
    seqs: () => seqs.all().map(({ seq }) => seq as number),
    /** Counts a failure; gives how many there were, or undefined where the delivery is gone. */
    fail: (seq: number) => fail.get(seq)?.["attempts"] as number | undefined,
    /** From now on it is to go to the dead-letter queue. */
    redirect: (seq: number) => void redirect.run(seq),
    remove: (seq: number) => void remove.run(seq),
    clear: () => void clear.run(),
  }
}
