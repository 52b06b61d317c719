export interface TopicConfig {
  readonly name: string
  readonly arn: string
  readonly displayName?: string
  /** The resource policy's document. */
  readonly policy?: unknown
}

/** Where the attributes of a filter policy are looked for. */
export type FilterPolicyScope = "MessageAttributes" | "MessageBody"

export interface SubscriptionConfig {
  readonly arn: string
  readonly topicArn: string
  /** `sqs` and `lambda` are delivered; `email`, `sms`, `http` and the others are kept in the outbox. */
  readonly protocol: string
  /** A queue's or function's ARN, an address, a number, a URL. */
  readonly endpoint: string
  readonly rawMessageDelivery?: boolean
  /** JSON text, or what that text says. */
  readonly filterPolicy?: unknown
  /** Default: `MessageAttributes`. */
  readonly filterPolicyScope?: FilterPolicyScope
  readonly deadLetterArn?: string
}

/** Strings and numbers as they are, binary values in base64. */
export interface MessageAttribute {
  readonly Type: string
  readonly Value: string
}

export type MessageAttributes = Readonly<Record<string, MessageAttribute>>

/** Hands a message to a queue or a function. What it throws is a failed delivery. */
export type Deliver = (
  target: { readonly arn: string; readonly protocol: "sqs" | "lambda" },
  /** For a function, its event as JSON. */
  body: string,
  /** In whose name SNS asks the target for its permission, and X-Ray's header of whoever published. */
  from: { readonly topicArn: string; readonly subscriptionArn: string; readonly trace: string | undefined },
  /** There for raw delivery only, where SNS hands them on. */
  attributes?: MessageAttributes,
) => Promise<void>

/** A message that neither its subscriber nor a dead-letter queue took. */
export interface DroppedDelivery {
  readonly topicArn: string
  readonly subscriptionArn: string
  readonly messageId: string
  readonly errorCode: string
  readonly errorMessage: string
}

export interface SnsOptions {
  readonly topics: readonly TopicConfig[]
  readonly subscriptions: readonly SubscriptionConfig[]
  readonly deliver: Deliver
  /** Called for what AWS drops in silence: a message whose delivery failed for good and whose subscription has no dead-letter queue. */
  readonly onDropped?: (delivery: DroppedDelivery) => void
}
