import { queueHandler, type Work } from "@darkroom/lambda"
import type { SQSRecord } from "aws-lambda"
import { readDeadLetter } from "./dead-letter.ts"
import { defaultDeps, type FailuresDeps } from "./deps.ts"
import { reportFailure } from "./report-failure.ts"

export const handler = queueHandler(async (record) => workOf(record))

/** Every message can be kept and reported, whatever it is. */
export function workOf(record: SQSRecord, deps: FailuresDeps = defaultDeps): Work {
  const letter = readDeadLetter(record, deps.sources())
  const { service, subscriber, messageId, event } = letter
  const ids = {
    failedService: service,
    sourceMessageId: messageId,
    correlationId: event?.metadata.correlationId ?? "none",
  }
  return { key: `${subscriber}#${messageId}`, ids, run: () => reportFailure(letter, deps) }
}
