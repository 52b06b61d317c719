import { AwsError } from "../errors.ts"
import type { AwsResponse } from "../service.ts"

/** Thrown for a queue that the app does not have. */
export function queueDoesNotExist(queue: string): AwsError {
  return new AwsError("QueueDoesNotExist", `The specified queue does not exist: ${queue}`)
}

/** Thrown for a receipt handle that this engine never gave out. */
export function receiptHandleIsInvalid(): AwsError {
  return new AwsError("ReceiptHandleIsInvalid", "The input receipt handle is invalid.")
}

/** Thrown when a message's visibility is changed while nobody has it. */
export function messageNotInflight(): AwsError {
  return new AwsError("MessageNotInflight", "The specified message is not in flight.")
}

/** Thrown when the message of a receipt handle is deleted, or in the hands of a later receiver. */
export function messageNotAvailable(): AwsError {
  return invalidParameter("ReceiptHandle", "Message does not exist or is not available for visibility timeout change.")
}

/** Thrown for a purge less than a minute after the last one of the queue. */
export function purgeInProgress(queue: string): AwsError {
  return new AwsError(
    "PurgeQueueInProgress",
    `Only one PurgeQueue operation on ${queue} is allowed every 60 seconds.`,
    403,
  )
}

export function invalidParameter(name: string, reason: string, value?: unknown): AwsError {
  const shown = value === undefined ? "" : `${JSON.stringify(value)} `
  return new AwsError("InvalidParameterValue", `Value ${shown}for parameter ${name} is invalid. Reason: ${reason}`)
}

export function missingParameter(name: string): AwsError {
  return new AwsError("MissingParameter", `The request must contain the parameter ${name}.`)
}

/** Thrown for a queue or task of a message move that does not exist. */
export function moveResourceNotFound(parameter: "SourceArn" | "DestinationArn" | "TaskHandle"): AwsError {
  const message =
    parameter === "TaskHandle"
      ? "Task does not exist."
      : `The resource that you specified for the ${parameter} parameter doesn't exist.`
  return new AwsError("ResourceNotFoundException", message, 404)
}

/** Thrown for a message move that cannot be; says why. */
export function invalidMoveTask(reason: string): AwsError {
  return new AwsError("InvalidParameterValue", reason)
}

// Only these codes differ between the JSON protocol and the older query protocol, whose codes SDKs still report.
const QUERY_CODES: Readonly<Record<string, string>> = {
  QueueDoesNotExist: "AWS.SimpleQueueService.NonExistentQueue",
  MessageNotInflight: "AWS.SimpleQueueService.MessageNotInflight",
  EmptyBatchRequest: "AWS.SimpleQueueService.EmptyBatchRequest",
  TooManyEntriesInBatchRequest: "AWS.SimpleQueueService.TooManyEntriesInBatchRequest",
  BatchEntryIdsNotDistinct: "AWS.SimpleQueueService.BatchEntryIdsNotDistinct",
  BatchRequestTooLong: "AWS.SimpleQueueService.BatchRequestTooLong",
  PurgeQueueInProgress: "AWS.SimpleQueueService.PurgeQueueInProgress",
  InvalidBatchEntryId: "AWS.SimpleQueueService.InvalidBatchEntryId",
}

/** Adds the query protocol's error code. https://smithy.io/2.0/aws/protocols/aws-query-protocol.html#awsquerycompatible-trait */
export function queryCompatible(response: AwsResponse): AwsResponse {
  const code = response.headers?.["x-amzn-errortype"]
  if (code === undefined) return response
  const fault = response.status < 500 ? "Sender" : "Receiver"
  return {
    ...response,
    headers: { ...response.headers, "x-amzn-query-error": `${QUERY_CODES[code] ?? code};${fault}` },
  }
}
