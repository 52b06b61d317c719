export interface TopicConfig {
  readonly name: string
  readonly arn: string
}

export interface SubscriptionConfig {
  readonly topicArn: string
  /** `sqs` is delivered; `email`, `sms`, `http` and the others are kept in the outbox. */
  readonly protocol: string
  /** A queue's ARN, an address, a number, a URL. */
  readonly endpoint: string
  readonly rawMessageDelivery?: boolean
}

/** Strings and numbers as they are, binary values in base64. */
export interface MessageAttribute {
  readonly Type: string
  readonly Value: string
}

export type MessageAttributes = Readonly<Record<string, MessageAttribute>>

export interface SnsOptions {
  readonly topics: readonly TopicConfig[]
  readonly subscriptions: readonly SubscriptionConfig[]
  /** Hands a message to a queue. `attributes` are there for raw delivery only, where SNS hands them on. */
  readonly deliver: (arn: string, message: string, attributes?: MessageAttributes) => Promise<void>
}
