/** How often and how long a failed invocation is tried again. https://docs.aws.amazon.com/scheduler/latest/APIReference/API_RetryPolicy.html */
export interface RetryPolicy {
  readonly maximumRetryAttempts: number
  readonly maximumEventAgeInSeconds: number
}

/** What a schedule has that does not say otherwise: 24 hours and 185 times. */
export const DEFAULT_RETRY: RetryPolicy = { maximumRetryAttempts: 185, maximumEventAgeInSeconds: 86_400 }

export interface ScheduleTarget {
  readonly arn: string
  /** In whose name Scheduler calls the target. */
  readonly roleArn: string
  /** What the target gets; Scheduler's own event where there is none. */
  readonly input?: string
  /** The ARN of a standard queue. */
  readonly deadLetterArn?: string
  readonly retry: RetryPolicy
  /** For a target that is an event bus. */
  readonly eventBridge?: { readonly detailType: string; readonly source: string }
  /** For a target that is a FIFO queue. */
  readonly messageGroupId?: string
}

/** A schedule as the app declares it. https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule.html */
export interface ScheduleConfig {
  readonly name: string
  /** `default` where it is not said. */
  readonly group?: string
  readonly arn: string
  readonly expression: string
  /** An IANA name, UTC where it is not said. */
  readonly timezone?: string
  readonly enabled: boolean
  /** Milliseconds since the epoch. AWS ignores both for a one-time schedule. */
  readonly start?: number
  readonly end?: number
  /** The target is invoked at a random moment within so many minutes. */
  readonly flexibleWindowMinutes?: number
  readonly actionAfterCompletion?: "NONE" | "DELETE"
  readonly target: ScheduleTarget
}

/** Of a message to a dead-letter queue. https://docs.aws.amazon.com/scheduler/latest/UserGuide/configuring-schedule-dlq.html */
export type DeadLetterAttributes = Readonly<Record<string, string>>

export interface DeliveryContext {
  /** In whose name Scheduler asks the target for its permission. */
  readonly scheduleArn: string
  /** Message attributes; there for a dead letter only, whose target is the queue. */
  readonly deadLetter?: DeadLetterAttributes
}

/** An invocation that neither its target nor a dead-letter queue took. */
export interface DroppedInvocation {
  readonly scheduleArn: string
  readonly targetArn: string
  readonly executionId: string
  readonly errorCode: string
  readonly errorMessage: string
}

export interface SchedulerOptions {
  /** Those of the app: there from the start, and again as the app declares them at each start. */
  readonly schedules: readonly ScheduleConfig[]
  /** Hands a body to a target. What it throws is a failed invocation, its `code` the error code. */
  readonly deliver: (target: ScheduleTarget, body: string, context: DeliveryContext) => Promise<void>
  /** Called for what AWS drops in silence: an invocation that failed for good and whose schedule has no dead-letter queue. */
  readonly onDropped?: (invocation: DroppedInvocation) => void
  /** From 0 to 1, for flexible windows and the jitter of retries. */
  readonly random?: () => number
}

export const DEFAULT_GROUP = "default"
