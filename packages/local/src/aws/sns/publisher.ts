import { randomUUID } from "node:crypto"
import type { ServiceContext } from "../service.ts"
import { transaction } from "../transaction.ts"
import type { SnsOptions, SubscriptionConfig } from "./config.ts"
import type { OutboxRows } from "./outbox-rows.ts"
import type { Publication } from "./publish-input.ts"

/** Writes a publication for each subscription of its topic, durably; gives its id and what to dispatch. */
export function publisher(rows: OutboxRows, { subscriptions }: SnsOptions, { clock, store }: ServiceContext) {
  return (topicArn: string, publication: Publication): { messageId: string; deliveries: number[] } => {
    const messageId = randomUUID()
    const subscribed = subscriptions.filter((subscription) => subscription.topicArn === topicArn)
    const time = clock.now()
    const deliveries = transaction(store, () => {
      if (subscribed.length === 0) keep(null, null)
      return subscribed.flatMap((subscription) => {
        if (subscription.protocol === "sqs")
          return [rows.addDelivery(queueDelivery(subscription, publication, { messageId, time }))]
        keep(subscription.protocol, subscription.endpoint)
        return []
      })
    })
    return { messageId, deliveries }

    function keep(protocol: string | null, endpoint: string | null): void {
      const { subject, attributes } = publication
      rows.addMessage({
        topicArn,
        subject,
        attributes,
        protocol,
        endpoint,
        time,
        message: messageFor(publication, protocol),
      })
    }
  }
}

function queueDelivery(
  subscription: SubscriptionConfig,
  publication: Publication,
  { messageId, time }: { messageId: string; time: number },
) {
  const { endpoint, topicArn, rawMessageDelivery = false } = subscription
  const { subject, attributes } = publication
  const message = messageFor(publication, "sqs")
  if (rawMessageDelivery) return { endpoint, message, attributes }
  const envelope = {
    Type: "Notification",
    MessageId: messageId,
    TopicArn: topicArn,
    ...(subject !== null && { Subject: subject }),
    Message: message,
    Timestamp: new Date(time).toISOString(),
    ...(Object.keys(attributes).length > 0 && { MessageAttributes: attributes }),
  }
  return { endpoint, message: JSON.stringify(envelope), attributes: undefined }
}

function messageFor({ perProtocol, message }: Publication, protocol: string | null): string {
  return (protocol === null ? undefined : perProtocol[protocol]) ?? message
}
