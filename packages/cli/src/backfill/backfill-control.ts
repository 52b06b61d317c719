import { InvokeCommand, type LambdaClient } from "@aws-sdk/client-lambda"
import { backfillAnswerSchema, type BackfillCommand, type BackfillStatus } from "@darkroom/events"
import { BackfillRefused } from "../errors.ts"

/** Has a command done; how the backfills that it is about then stand. Throws BackfillRefused. */
export type BackfillControl = (command: BackfillCommand) => Promise<readonly BackfillStatus[]>

export function backfillControl(client: Pick<LambdaClient, "send">, FunctionName: string): BackfillControl {
  return async (command) => {
    const { Payload, FunctionError } = await client.send(
      new InvokeCommand({ FunctionName, Payload: JSON.stringify(command) }),
    )
    const answer: unknown = JSON.parse(Buffer.from(Payload ?? []).toString() || "null")
    if (FunctionError !== undefined) {
      const { errorMessage = FunctionError } = answer as { errorMessage?: string }
      throw new BackfillRefused(`The backfill service failed: ${errorMessage}`)
    }
    const parsed = backfillAnswerSchema.parse(answer)
    if (!parsed.ok) throw new BackfillRefused(parsed.error.message)
    return parsed.backfills
  }
}
