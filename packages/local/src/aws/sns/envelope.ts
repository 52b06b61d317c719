import type { MessageAttributes } from "./config.ts"
import type { Subscription } from "./subscription.ts"

/** A message on its way to one subscriber. */
export interface Notification {
  readonly messageId: string
  readonly subject: string | null
  readonly message: string
  readonly attributes: MessageAttributes
  /** Milliseconds since the epoch. */
  readonly time: number
}

// Nothing here has AWS's key: whoever verifies signatures must not take these for AWS's.
const SIGNATURE = { SignatureVersion: "1", Signature: "OFFLINE" }

/** What a queue, a web hook or a stream gets unless it wants the message raw. https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html */
export function notificationJson(subscription: Subscription, notification: Notification): string {
  const { messageId, subject, message, attributes, time } = notification
  return JSON.stringify({
    Type: "Notification",
    MessageId: messageId,
    TopicArn: subscription.topicArn,
    ...(subject !== null && { Subject: subject }),
    Message: message,
    Timestamp: new Date(time).toISOString(),
    ...SIGNATURE,
    SigningCertURL: certificateUrl(subscription),
    UnsubscribeURL: unsubscribeUrl(subscription),
    ...(Object.keys(attributes).length > 0 && { MessageAttributes: attributes }),
  })
}

/** What a function gets. https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html */
export function lambdaEvent(subscription: Subscription, notification: Notification): string {
  const { messageId, subject, message, attributes, time } = notification
  const Sns = {
    Type: "Notification",
    MessageId: messageId,
    TopicArn: subscription.topicArn,
    Subject: subject,
    Message: message,
    Timestamp: new Date(time).toISOString(),
    ...SIGNATURE,
    SigningCertUrl: certificateUrl(subscription),
    UnsubscribeUrl: unsubscribeUrl(subscription),
    MessageAttributes: attributes,
  }
  const source = { EventSource: "aws:sns", EventVersion: "1.0", EventSubscriptionArn: subscription.arn }
  return JSON.stringify({ Records: [{ ...source, Sns }] })
}

/** What a web hook gets to confirm its subscription. https://docs.aws.amazon.com/sns/latest/dg/http-subscription-confirmation-json.html */
export function confirmationJson(subscription: Subscription, messageId: string, time: number): string {
  const { topicArn } = subscription
  const lines = [
    `You have chosen to subscribe to the topic ${topicArn}.`,
    "To confirm the subscription, visit the SubscribeURL included in this message.",
  ]
  return JSON.stringify({
    Type: "SubscriptionConfirmation",
    MessageId: messageId,
    Token: subscription.confirmation?.token,
    TopicArn: topicArn,
    Message: lines.join("\n"),
    SubscribeURL: confirmationUrl(subscription),
    Timestamp: new Date(time).toISOString(),
    ...SIGNATURE,
    SigningCertURL: certificateUrl(subscription),
  })
}

/** The mail that asks a person to confirm. */
export function confirmationText(subscription: Subscription): string {
  return [
    `Somebody subscribed this address to the topic ${subscription.topicArn}.`,
    `Confirm it here: ${confirmationUrl(subscription)}`,
    `Token: ${subscription.confirmation?.token}`,
  ].join("\n")
}

function confirmationUrl({ topicArn, confirmation }: Subscription): string {
  return `${endpointOf(topicArn)}/?Action=ConfirmSubscription&TopicArn=${topicArn}&Token=${confirmation?.token}`
}

function unsubscribeUrl({ topicArn, arn }: Subscription): string {
  return `${endpointOf(topicArn)}/?Action=Unsubscribe&SubscriptionArn=${arn}`
}

function certificateUrl({ topicArn }: Subscription): string {
  return `${endpointOf(topicArn)}/SimpleNotificationService-offline.pem`
}

function endpointOf(topicArn: string): string {
  return `https://sns.${topicArn.split(":")[3]}.amazonaws.com`
}
