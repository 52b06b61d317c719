import { SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs"
import type { DeadLetterRecord } from "@darkroom/events"
import { EventRefused, messageOf } from "../errors.ts"
import { pause } from "../pause.ts"
import { putEvents } from "../reprocess/put-events.ts"
import type { Stage } from "../stage.ts"
import { queueOf } from "./queue-of.ts"
import { retryRequest } from "./retry-request.ts"

/** A stage as far as dead letters are sent again. */
export type Redrivable = Pick<Stage, "bus" | "catalog" | "deadLetters" | "operations"> & {
  readonly sqs: Pick<SQSClient, "send">
}

export interface RedriveOptions {
  /** Messages a second, at the most. */
  readonly rate: number
  /** Stops between two messages. */
  readonly signal?: AbortSignal
  readonly onProgress?: (outcome: RedriveOutcome) => void
  readonly wait?: (milliseconds: number, signal?: AbortSignal) => Promise<void>
  readonly now?: () => number
}

export interface RedriveOutcome {
  readonly redriven: readonly string[]
  /** Ids of those that somebody else has settled meanwhile. */
  readonly settled: readonly string[]
  readonly failed: readonly { readonly id: string; readonly message: string }[]
}

/** Sends dead letters to the subscribers that gave them up, one after the other. */
export async function redrive(
  stage: Redrivable,
  letters: readonly DeadLetterRecord[],
  options: RedriveOptions,
): Promise<RedriveOutcome> {
  const { rate, signal, onProgress = () => {}, wait = pause, now = Date.now } = options
  const begun = now()
  let outcome: RedriveOutcome = { redriven: [], settled: [], failed: [] }
  for (const [index, { id }] of letters.entries()) {
    await wait(begun + (index / rate) * 1_000 - now(), signal)
    if (signal?.aborted) break
    try {
      const list = (await redriveOne(stage, id, now())) ? "redriven" : "settled"
      outcome = { ...outcome, [list]: [...outcome[list], id] }
    } catch (error) {
      outcome = { ...outcome, failed: [...outcome.failed, { id, message: messageOf(error) }] }
    }
    onProgress(outcome)
  }
  return outcome
}

/**
 * The message first, as it was, then that it was sent: who is ended in between sends it again, and whoever has handled the event
 * drops that. False where it is dead no more.
 */
async function redriveOne(stage: Redrivable, id: string, now: number): Promise<boolean> {
  const { deadLetters, operations, sqs, bus, catalog } = stage
  const letter = await deadLetters.get(id)
  if (letter?.state !== "dead") return false
  const body = await deadLetters.bodyOf(letter)
  await sqs.send(new SendMessageCommand({ QueueUrl: queueOf(operations, letter), MessageBody: body }))
  const request = await retryRequest(letter, body, catalog, now)
  const [refused] = request ? await putEvents(bus, [request]) : []
  if (refused) throw new EventRefused(refused.event.type, refused.code)
  return deadLetters.settle(id, "redriven", now)
}
