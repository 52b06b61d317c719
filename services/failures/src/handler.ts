import { queueHandler, type Work } from "@darkroom/lambda"
import type { SQSRecord } from "aws-lambda"
import { readDeadLetter } from "./dead-letter.ts"
import { deadLetterServices } from "./deps.ts"
import { reportFailure } from "./report-failure.ts"

export const handler = queueHandler(async (record) => workOf(record, deadLetterServices()))

/** Every message can be reported, whatever it is: `services` tells whose dead-letter queue it came from, by ARN. */
export function workOf(record: SQSRecord, services: Readonly<Record<string, string>>): Work {
  const letter = readDeadLetter(record, (arn) => services[arn] ?? arn)
  const { service, messageId, event } = letter
  const ids = {
    failedService: service,
    sourceMessageId: messageId,
    correlationId: event?.metadata.correlationId ?? "none",
  }
  return { key: `${service}#${messageId}`, ids, run: () => reportFailure(letter) }
}
