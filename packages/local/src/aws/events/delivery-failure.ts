import { DEFAULT_RETRY, type DeadLetterAttributes, type TargetConfig } from "./config.ts"
import type { DeliveryRow } from "./delivery-rows.ts"

/** Why a delivery failed, in EventBridge's words. */
export interface Failure {
  readonly code: string
  readonly message: string
  /** Trying again cannot help: the target is gone, or may not be used. */
  readonly final: boolean
}

const FIRST_RETRY = 1_000
const LONGEST_RETRY = 600_000

// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-event-delivery.html names these two causes as not retried.
const FINAL: Readonly<Record<string, string>> = {
  AccessDenied: "NO_PERMISSIONS",
  AccessDeniedException: "NO_PERMISSIONS",
  QueueDoesNotExist: "NO_RESOURCE",
  ResourceNotFoundException: "NO_RESOURCE",
  NotFound: "NO_RESOURCE",
}

export function failureOf(error: unknown): Failure {
  const message = error instanceof Error ? error.message : String(error)
  const { code } = Object(error) as { code?: unknown }
  const known = typeof code === "string" ? FINAL[code] : undefined
  return { message, final: known !== undefined, code: known ?? (typeof code === "string" ? code : "SDK_CLIENT_ERROR") }
}

/** The retry condition that is used up after `attempts` failures, if one is. */
export function exhaustedCondition(
  { attempts, created }: DeliveryRow,
  { retry }: TargetConfig,
  now: number,
): string | undefined {
  const { maximumRetryAttempts, maximumEventAgeInSeconds } = { ...DEFAULT_RETRY, ...retry }
  if (attempts > maximumRetryAttempts) return "MaximumRetryAttempts"
  if (now - created >= maximumEventAgeInSeconds * 1000) return "MaximumEventAgeInSeconds"
  return undefined
}

/** Milliseconds to the next attempt: twice as long each time, up to ten minutes, half of it at random so that failures spread. */
export function retryDelay(attempts: number, random: () => number): number {
  const longest = Math.min(LONGEST_RETRY, FIRST_RETRY * 2 ** Math.min(attempts - 1, 20))
  return Math.round(longest / 2 + (longest / 2) * random())
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html#eb-dlq-considerations */
export function deadLetterAttributes(
  row: DeliveryRow,
  target: TargetConfig,
  failure: Failure,
  condition?: string,
): DeadLetterAttributes {
  return {
    RULE_ARN: row.rule_arn,
    TARGET_ARN: target.arn,
    ERROR_CODE: failure.code,
    // SQS takes no empty attribute values.
    ERROR_MESSAGE: failure.message || failure.code,
    RETRY_ATTEMPTS: String(row.attempts - 1),
    ...(condition !== undefined && { EXHAUSTED_RETRY_CONDITION: condition }),
  }
}
