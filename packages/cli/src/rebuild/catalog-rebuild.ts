import { InvokeCommand, type LambdaClient } from "@aws-sdk/client-lambda"
import { type RebuildAnswer, rebuildAnswerSchema, type RebuildRequest } from "@darkroom/events"
import { RebuildFailed } from "../errors.ts"

/** Has the catalog compare, or mend, some photos. Throws RebuildFailed. */
export type CatalogRebuild = (request: RebuildRequest) => Promise<RebuildAnswer>

export function catalogRebuild(client: Pick<LambdaClient, "send">, FunctionName: string): CatalogRebuild {
  return async (request) => {
    const { Payload, FunctionError } = await client.send(
      new InvokeCommand({ FunctionName, Payload: JSON.stringify(request) }),
    )
    const answer: unknown = JSON.parse(Buffer.from(Payload ?? []).toString() || "null")
    if (FunctionError === undefined) return rebuildAnswerSchema.parse(answer)
    const { errorMessage = FunctionError } = answer as { errorMessage?: string }
    throw new RebuildFailed(`The catalog could not be rebuilt: ${errorMessage}`)
  }
}
