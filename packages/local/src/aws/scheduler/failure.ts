import type { DeadLetterAttributes } from "./config.ts"
import type { DeliveryRow } from "./delivery-rows.ts"
import { executionId, timeText } from "./invocation.ts"

/** Why an invocation failed, in the target's words. */
export interface Failure {
  readonly code: string
  readonly message: string
}

export function failureOf(error: unknown): Failure {
  const { code, name } = Object(error) as { code?: unknown; name?: unknown }
  const known = [code, name].find((word): word is string => typeof word === "string" && word !== "") ?? "UnknownError"
  const message = error instanceof Error ? error.message : String(error)
  // SQS takes no empty attribute values.
  return { code: known, message: message || known }
}

/** The retry condition that is used up after the failures so far, if one is. */
export function exhaustedCondition({ attempts, scheduledTime, target }: DeliveryRow, now: number): string | undefined {
  const { maximumRetryAttempts, maximumEventAgeInSeconds } = target.retry
  if (attempts > maximumRetryAttempts) return "MaximumRetryAttempts"
  if (now - scheduledTime >= maximumEventAgeInSeconds * 1000) return "MaximumEventAgeInSeconds"
  return undefined
}

/** https://docs.aws.amazon.com/scheduler/latest/UserGuide/configuring-schedule-dlq.html#configuring-schedule-dlq-dead-letter-event */
export function deadLetterAttributes(
  row: DeliveryRow,
  { code, message }: Failure,
  condition: string,
): DeadLetterAttributes {
  return {
    ERROR_CODE: code,
    ERROR_MESSAGE: message,
    EXECUTION_ID: executionId(row),
    EXHAUSTED_RETRY_CONDITION: condition,
    IS_PAYLOAD_TRUNCATED: "false",
    RETRY_ATTEMPTS: String(row.attempts - 1),
    SCHEDULED_TIME: timeText(row.scheduledTime),
    SCHEDULE_ARN: row.scheduleArn,
    TARGET_ARN: row.target.arn,
  }
}
