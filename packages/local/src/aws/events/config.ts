/** A bus, a rule or a target as the app declares it. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rules.html */
export interface BusConfig {
  readonly name: string
  readonly arn: string
}

export interface RuleConfig {
  readonly name: string
  readonly arn: string
  /** The bus's name or ARN. */
  readonly bus: string
  /** JSON text, or what that text says. A rule has a pattern or a schedule, or both. */
  readonly pattern?: unknown
  /** `rate(5 minutes)` or `cron(0 12 * * ? *)`, in UTC; on the default bus only. */
  readonly schedule?: string
  readonly enabled: boolean
  readonly targets: readonly TargetConfig[]
}

export interface TargetConfig {
  readonly id: string
  /** A bus of the options gets the event as it is; everything else is `deliver`'s. */
  readonly arn: string
  readonly deadLetterArn?: string
  readonly retry?: RetryPolicy
  /** At most one of these three; the whole event where there is none. */
  readonly input?: string
  readonly inputPath?: string
  readonly inputTransformer?: InputTransformer
}

export interface RetryPolicy {
  readonly maximumRetryAttempts?: number
  readonly maximumEventAgeInSeconds?: number
}

export interface InputTransformer {
  readonly inputPathsMap?: Readonly<Record<string, string>>
  readonly inputTemplate: string
}

export interface ArchiveConfig {
  readonly name: string
  readonly busArn: string
  readonly pattern?: string
  /** 0 keeps events for ever. */
  readonly retentionDays: number
}

/** AWS's default retry policy: 24 hours and 185 times. */
export const DEFAULT_RETRY = { maximumRetryAttempts: 185, maximumEventAgeInSeconds: 86_400 } as const

/** Attributes of a message to a dead-letter queue. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html */
export type DeadLetterAttributes = Readonly<Record<string, string>>

/** Hands a message to a target. What it throws is a failed delivery. `attributes` are there for dead letters only. */
export type Deliver = (
  target: TargetConfig,
  message: string,
  attributes: DeadLetterAttributes | undefined,
  /** In whose name EventBridge asks the target for its permission. */
  ruleArn: string,
  /** X-Ray's header, which a queue keeps beside the message. */
  trace: string | undefined,
) => Promise<void>

/** A message that neither its target nor a dead-letter queue took. */
export interface DroppedDelivery {
  readonly ruleArn: string
  readonly targetArn: string
  readonly eventId: string
  readonly errorCode: string
  readonly errorMessage: string
  /** Why the target's dead-letter queue refused it; not there where the target has none. */
  readonly deadLetter?: { readonly arn: string; readonly errorCode: string; readonly errorMessage: string }
}

export interface EventsOptions {
  readonly buses: readonly BusConfig[]
  readonly rules: readonly RuleConfig[]
  readonly archives: readonly ArchiveConfig[]
  readonly deliver: Deliver
  /** Called for what AWS drops in silence: an event whose delivery failed for good and which no dead-letter queue took. */
  readonly onDropped?: (delivery: DroppedDelivery) => void
  /** From 0 to 1, for the jitter of retries and the order of events within a replay's minute. */
  readonly random?: () => number
}
