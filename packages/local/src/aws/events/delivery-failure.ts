import { DEFAULT_RETRY, type DeadLetterAttributes, type TargetConfig } from "./config.ts"
import type { DeliveryRow } from "./delivery-rows.ts"

/** Why a delivery failed, in EventBridge's words. */
export interface Failure {
  readonly code: string
  readonly message: string
  /** Trying again cannot help before somebody repairs the target, its permissions or the rule. */
  readonly final: boolean
}

type Kind = Omit<Failure, "message">

const FIRST_RETRY = 1_000
const LONGEST_RETRY = 600_000

const FINAL: Readonly<Record<string, string>> = {
  AccessDenied: "NO_PERMISSIONS",
  AccessDeniedException: "NO_PERMISSIONS",
  AuthorizationError: "NO_PERMISSIONS",
  QueueDoesNotExist: "NO_RESOURCE",
  ResourceNotFoundException: "NO_RESOURCE",
  NotFound: "NO_RESOURCE",
  NotFoundException: "NO_RESOURCE",
  THIRD_ACCOUNT_HOP_DETECTED: "THIRD_ACCOUNT_HOP_DETECTED",
  InvalidParameter: "INVALID_PARAMETER",
  InvalidParameterValue: "INVALID_PARAMETER",
  InvalidParameterValueException: "INVALID_PARAMETER",
  ValidationException: "INVALID_PARAMETER",
}
const THROTTLED = /throttl|toomanyrequests|overlimit|slowdown/i
// Timeout, conflict and too many requests pass by themselves.
const PASSING = new Set([408, 409, 429])
const NOT_IMPLEMENTED = 501

/** What only a change by somebody would repair is not retried. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-event-delivery.html */
export function failureOf(error: unknown): Failure {
  const message = error instanceof Error ? error.message : String(error)
  const { code, status } = Object(error) as { code?: unknown; status?: unknown }
  return { message, ...kindOf(typeof code === "string" ? code : undefined, status) }
}

function kindOf(code: string | undefined, status: unknown): Kind {
  const known = code !== undefined && Object.hasOwn(FINAL, code) ? FINAL[code] : undefined
  if (known !== undefined) return { code: known, final: true }
  if (code !== undefined && THROTTLED.test(code)) return { code: "THROTTLING", final: false }
  // No answer of a service, such as a connection that broke.
  if (typeof status !== "number") return { code: code ?? "SDK_CLIENT_ERROR", final: false }
  const refused = status >= 400 && status < 500 && !PASSING.has(status)
  return { code: "ERROR_FROM_TARGET", final: refused || status === NOT_IMPLEMENTED }
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
    // A dead-letter queue is always one of SQS, which takes no empty attribute values.
    ERROR_MESSAGE: failure.message || failure.code,
    RETRY_ATTEMPTS: String(row.attempts - 1),
    ...(condition !== undefined && { EXHAUSTED_RETRY_CONDITION: condition }),
  }
}
