import { randomUUID } from "node:crypto"
import type { ServiceContext } from "../service.ts"
import { transaction } from "../transaction.ts"
import type { DeliveryRows, NewDelivery } from "./delivery-rows.ts"
import { confirmationJson, confirmationText, lambdaEvent, notificationJson, type Notification } from "./envelope.ts"
import type { OutboxRows } from "./outbox-rows.ts"
import { messageFor, type Publication } from "./publish-input.ts"
import type { Subscription } from "./subscription.ts"
import type { Subscriptions } from "./subscriptions.ts"

export interface PublisherParts {
  readonly deliveries: DeliveryRows
  readonly outbox: OutboxRows
  readonly subscriptions: Subscriptions
  /** Told of deliveries after they are written. */
  readonly dispatch: (seqs: readonly number[]) => void
  readonly context: ServiceContext
}

export type Publisher = ReturnType<typeof publisher>

const MAIL_SUBJECT = "AWS Notification Message"
const CONFIRMATION_SUBJECT = "AWS Notification - Subscription Confirmation"

/** Writes what subscribers are to get, durably, before anything is delivered. Its functions give the message's id. */
export function publisher({ deliveries, outbox, subscriptions, dispatch, context: { clock, store } }: PublisherParts) {
  /** The trace header goes on to queues and functions. https://docs.aws.amazon.com/xray/latest/devguide/xray-services-sns.html */
  function toTopic(topicArn: string, publication: Publication, traceHeader?: string): string {
    const messageId = randomUUID()
    const seqs = transaction(store, () => {
      const subscribed = subscriptions.confirmedOf(topicArn)
      const wanting = subscribed.filter((subscription) => wants(subscription, publication))
      if (wanting.length === 0) keep(publication, { messageId, topicArn, protocol: null, endpoint: null })
      return wanting.flatMap((subscription) => write(subscription, publication, messageId, traceHeader))
    })
    dispatch(seqs)
    return messageId
  }

  function wants(subscription: Subscription, publication: Publication): boolean {
    const message = messageFor(publication, subscription.protocol, subscription.endpoint)
    return subscriptions.wants(subscription, message, publication.attributes)
  }

  /** Gives the number of a delivery to dispatch, if there is one. */
  function write(
    subscription: Subscription,
    publication: Publication,
    messageId: string,
    traceHeader: string | undefined,
  ): number[] {
    const { protocol, endpoint } = subscription
    const { subject, attributes } = publication
    const message = messageFor(publication, protocol, endpoint)
    const notification = { messageId, subject, message, attributes, time: clock.now() }
    if (protocol === "sqs" || protocol === "lambda")
      return [deliveries.insert(toDelivery({ ...subscription, protocol }, notification, traceHeader))]
    const { arn: subscriptionArn, topicArn } = subscription
    outbox.add({
      ...notification,
      message: outboxText(subscription, notification),
      subject: protocol === "email" ? (subject ?? MAIL_SUBJECT) : subject,
      topicArn,
      subscriptionArn,
      protocol,
      endpoint,
    })
    return []
  }

  function keep(
    { message, subject, attributes }: Publication,
    to: { messageId: string; topicArn: string | null; protocol: string | null; endpoint: string | null },
  ): void {
    outbox.add({ ...to, subscriptionArn: null, message, subject, attributes, time: clock.now() })
  }

  function toPhone(endpoint: string, publication: Publication): string {
    const messageId = randomUUID()
    const message = messageFor(publication, "sms", endpoint)
    keep({ ...publication, message }, { messageId, topicArn: null, protocol: "sms", endpoint })
    return messageId
  }

  /** Asks an endpoint to confirm its subscription. */
  function askToConfirm(subscription: Subscription): void {
    const { arn: subscriptionArn, topicArn, protocol, endpoint } = subscription
    const messageId = randomUUID()
    const time = clock.now()
    const mail = protocol === "email"
    const message = mail ? confirmationText(subscription) : confirmationJson(subscription, messageId, time)
    const subject = mail ? CONFIRMATION_SUBJECT : null
    outbox.add({ messageId, topicArn, subscriptionArn, subject, message, attributes: {}, protocol, endpoint, time })
  }

  return { toTopic, toPhone, askToConfirm }
}

function toDelivery(
  subscription: Subscription & { readonly protocol: "sqs" | "lambda" },
  notification: Notification,
  traceHeader: string | undefined,
): NewDelivery {
  const { arn, topicArn, protocol, endpoint, deadLetterArn = null, rawMessageDelivery = false } = subscription
  const raw = rawMessageDelivery && protocol === "sqs"
  const body = raw ? notification.message : notificationJson(subscription, notification)
  return {
    message_id: notification.messageId,
    topic_arn: topicArn,
    subscription_arn: arn,
    protocol,
    endpoint,
    body: protocol === "lambda" ? lambdaEvent(subscription, notification) : body,
    attributes: raw ? JSON.stringify(notification.attributes) : null,
    dead_letter_arn: deadLetterArn,
    dead_letter_body: body,
    trace: traceHeader ?? null,
  }
}

const ENVELOPED = ["http", "https", "email-json", "firehose"]

function outboxText(subscription: Subscription, notification: Notification): string {
  if (!ENVELOPED.includes(subscription.protocol) || subscription.rawMessageDelivery === true)
    return notification.message
  return notificationJson(subscription, notification)
}
