import { InvokeCommand, type LambdaClient } from "@aws-sdk/client-lambda"
import { type BackfillAnswer, backfillAnswerSchema, type BackfillCommand } from "@darkroom/events"

/** Has services/backfill do something, and waits for its answer. Throws ControlFailed. */
export type Control = (command: BackfillCommand) => Promise<BackfillAnswer>

/** Thrown when the function that looks after backfills ends with an error of its own, or answers what it should not. */
export class ControlFailed extends Error {
  override readonly name = "ControlFailed"
  constructor(what: string, options?: ErrorOptions) {
    super(`The backfills' control ${what}`, options)
  }
}

/** By invoking the function. */
export function controlBy(client: Pick<LambdaClient, "send">, functionName: string): Control {
  return async (command) => {
    const invoke = new InvokeCommand({ FunctionName: functionName, Payload: JSON.stringify(command) })
    const { FunctionError, Payload } = await client.send(invoke)
    const text = Payload ? Buffer.from(Payload).toString() : ""
    if (FunctionError !== undefined) throw new ControlFailed(`ended with an error: ${text.slice(0, 500)}`)
    return answerIn(text)
  }
}

function answerIn(text: string): BackfillAnswer {
  try {
    return backfillAnswerSchema.parse(JSON.parse(text))
  } catch (cause) {
    throw new ControlFailed("answered what nobody expects", { cause })
  }
}

/** Where the stacks have no backfills. */
export const noBackfills: Control = async (command) =>
  command.command === "list"
    ? { ok: true, backfills: [] }
    : { ok: false, error: { name: "UnknownBackfill", message: "There are no backfills here" } }
