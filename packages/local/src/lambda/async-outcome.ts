import type { AsyncConfigNode } from "../graph.ts"
import type { ErrorPayload } from "./error-payload.ts"
import type { InvocationRow } from "./invocation-rows.ts"

/** What goes to a destination or dead-letter queue. */
export interface Notice {
  readonly arn: string
  readonly body: string
  readonly attributes?: Record<string, string>
}

/** AWS does not document the condition of a loop that it stopped: that name is the engine's own. */
export type Condition = "Success" | "RetriesExhausted" | "EventAgeExceeded" | "RecursiveLoop"

/** How an asynchronous invocation ended. */
export interface Outcome {
  readonly condition: Condition
  /** How often the function ran. */
  readonly invokeCount: number
  /** What the function answered last; none where it never ran. */
  readonly response?: { readonly payload: unknown; readonly failed: boolean }
  /** Milliseconds since the epoch. */
  readonly now: number
}

const MAX_MESSAGE_CHARACTERS = 1024

/** Who is to be told of the outcome, and what. https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html */
export function noticesOf(row: InvocationRow, outcome: Outcome, config: AsyncConfigNode): Notice[] {
  const succeeded = outcome.condition === "Success"
  const destination = succeeded ? config.onSuccess : config.onFailure
  const record = (arn: string): Notice => ({ arn, body: JSON.stringify(destinationRecord(row, outcome)) })
  return [
    ...(destination === undefined ? [] : [record(destination)]),
    ...(succeeded || config.deadLetterArn === undefined ? [] : [deadLetter(row, outcome, config.deadLetterArn)]),
  ]
}

function destinationRecord(row: InvocationRow, { condition, invokeCount, response, now }: Outcome) {
  return {
    version: "1.0",
    timestamp: new Date(now).toISOString(),
    requestContext: {
      requestId: row.request_id,
      functionArn: `${row.function_arn}:$LATEST`,
      condition,
      approximateInvokeCount: invokeCount,
    },
    requestPayload: JSON.parse(row.payload) as unknown,
    ...(response && {
      responseContext: {
        statusCode: 200,
        executedVersion: "$LATEST",
        ...(response.failed && { functionError: "Unhandled" }),
      },
      responsePayload: response.payload ?? null,
    }),
  }
}

/** The event as it was. The code is what a synchronous invocation would have answered: 200 where the function ran, 429 where it could not. */
function deadLetter(row: InvocationRow, { response }: Outcome, arn: string): Notice {
  const message = (response?.payload as ErrorPayload | undefined)?.errorMessage ?? "Rate Exceeded."
  const attributes = {
    RequestID: row.request_id,
    ErrorCode: response === undefined ? "429" : "200",
    // SQS takes no empty attribute values.
    ErrorMessage: message.slice(0, MAX_MESSAGE_CHARACTERS) || "Unhandled",
  }
  return { arn, body: row.payload, attributes }
}
