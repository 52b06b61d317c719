import { AwsError } from "../errors.ts"

/** Why a delivery failed. */
export interface Failure {
  readonly code: string
  readonly message: string
  /** A client-side error, for which trying again cannot help: the endpoint is gone, or may not be used. */
  readonly final: boolean
}

const SECOND = 1_000
const LONGEST = 20 * SECOND

// The phases for endpoints that AWS manages, in retries.
const IMMEDIATE = 3
const PRE_BACKOFF = 2
const BACKOFF = 10
const POST_BACKOFF = 100_000

/** Milliseconds to the next attempt after so many failures; undefined when it is time to give up. https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html */
export function retryDelay(failures: number): number | undefined {
  if (failures <= IMMEDIATE) return 0
  if (failures <= IMMEDIATE + PRE_BACKOFF) return SECOND
  const backoff = failures - IMMEDIATE - PRE_BACKOFF
  if (backoff <= BACKOFF) return Math.round(SECOND * (LONGEST / SECOND) ** ((backoff - 1) / (BACKOFF - 1)))
  return backoff <= BACKOFF + POST_BACKOFF ? LONGEST : undefined
}

/** What is no AwsError is a fault of the endpoint. https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html#why-do-message-deliveries-fail */
export function failureOf(error: unknown): Failure {
  const message = error instanceof Error ? error.message : String(error)
  if (!(error instanceof AwsError)) return { code: "InternalFailure", message, final: false }
  return { code: error.code, message, final: isClientSide(error) }
}

function isClientSide({ code, status }: AwsError): boolean {
  return status >= 400 && status < 500 && status !== 429 && !/Throttl|TooManyRequests/.test(code)
}
