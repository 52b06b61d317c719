import type { Clock } from "../../clock.ts"
import { startDeliverer } from "../deliverer.ts"
import type { MessageAttributes, SnsOptions } from "./config.ts"
import type { DeliveryRow, DeliveryRows } from "./delivery-rows.ts"
import { failureOf, retryDelay, type Failure } from "./retry-policy.ts"

/** Delivers to queues and functions until they take the message or their dead-letter queue does. */
export function startSnsDeliverer(rows: DeliveryRows, { deliver, onDropped = () => {} }: SnsOptions, clock: Clock) {
  /** Gives when to try again, if at all: at once, that is now. */
  async function attempt(seq: number, alive: () => boolean): Promise<number | undefined> {
    const delivery = rows.get(seq)
    if (delivery === undefined) return undefined
    const failure = await tryDelivery(delivery)
    // The store may be closed by now. The row stays in it, so the next run delivers it, perhaps a second time.
    if (!alive()) return undefined
    if (failure !== undefined) return handleFailure(delivery, failure, alive)
    rows.remove(seq)
    return undefined
  }

  async function handleFailure(
    delivery: DeliveryRow,
    failure: Failure,
    alive: () => boolean,
  ): Promise<number | undefined> {
    const failures = rows.fail(delivery.seq)
    if (failures === undefined) return undefined
    const delay = failure.final ? undefined : retryDelay(failures)
    const goOn = delay === undefined ? giveUp(delivery, failure) : delay === 0
    if (goOn) return attempt(delivery.seq, alive)
    return delay === undefined ? undefined : clock.now() + delay
  }

  /** The dead-letter queue gets the message as it is, with nothing about the failure. Says whether there is one. */
  function giveUp(delivery: DeliveryRow, { code, message }: Failure): boolean {
    if (delivery.dead_letter_arn !== null) {
      rows.redirect(delivery.seq)
      return true
    }
    rows.remove(delivery.seq)
    const { topic_arn: topicArn, subscription_arn: subscriptionArn, message_id: messageId } = delivery
    onDropped({ topicArn, subscriptionArn, messageId, errorCode: code, errorMessage: message })
    return false
  }

  async function tryDelivery(delivery: DeliveryRow): Promise<Failure | undefined> {
    const { protocol, endpoint, body, attributes, topic_arn: topicArn, subscription_arn: subscriptionArn } = delivery
    const from = { topicArn, subscriptionArn, trace: delivery.trace ?? undefined }
    const parsed = attributes === null ? undefined : (JSON.parse(attributes) as MessageAttributes)
    try {
      await deliver({ arn: endpoint, protocol }, body, from, parsed)
      return undefined
    } catch (error) {
      return failureOf(error)
    }
  }

  return startDeliverer({ clock, leftBehind: rows.seqs(), attempt })
}
