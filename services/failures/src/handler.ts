import { queueHandler } from "@darkroom/lambda"
import { readDeadLetter } from "./dead-letter.ts"
import { deadLetterServices } from "./deps.ts"
import { reportFailure } from "./report-failure.ts"

export const handler = queueHandler(async (record) => {
  const letter = readDeadLetter(record, (arn) => deadLetterServices()[arn] ?? arn)
  const { service, messageId } = letter
  return { key: `${service}#${messageId}`, ids: { service, messageId }, run: () => reportFailure(letter) }
})
