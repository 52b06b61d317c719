import { messageOf } from "../errors.ts"
import { pause } from "../pause.ts"
import type { Sending } from "./plan-replay.ts"
import type { ReplayAccess } from "./replay-access.ts"

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html */
const MESSAGES_A_CALL = 10
const BYTES_A_CALL = 256 * 1024
const ATTEMPTS = 4

export interface SendOptions {
  /** Of the replay: consumers know by it that they are to handle the event once more. */
  readonly name: string
  /** Messages a second, at the most. */
  readonly rate: number
  readonly signal?: AbortSignal
  readonly onProgress?: (outcome: Outcome) => void
  readonly wait?: (milliseconds: number, signal?: AbortSignal) => Promise<void>
  readonly now?: () => number
}

export interface Outcome {
  readonly sent: number
  /** That a queue did not take to the end. */
  readonly failed: number
  /** Why it ended before the end; undefined where it did not. */
  readonly stopped: "interrupted" | "failed" | undefined
  readonly problem: string | undefined
}

/** Puts each event into its queue as a replay of that name delivers it. */
export async function sendEvents(
  access: Pick<ReplayAccess, "send">,
  sendings: readonly Sending[],
  { name, rate, signal, onProgress = () => {}, wait = pause, now = Date.now }: SendOptions,
): Promise<Outcome> {
  const begun = now()
  let outcome: Outcome = { sent: 0, failed: 0, stopped: undefined, problem: undefined }
  try {
    for (const { queue, bodies } of batchesOf(sendings, name)) {
      await wait(begun + ((outcome.sent + outcome.failed) / rate) * 1_000 - now(), signal)
      if (signal?.aborted) return { ...outcome, stopped: "interrupted" }
      const failed = await sendBatch(access, queue, bodies, wait)
      outcome = { ...outcome, sent: outcome.sent + bodies.length - failed, failed: outcome.failed + failed }
      onProgress(outcome)
    }
  } catch (error) {
    return { ...outcome, stopped: "failed", problem: messageOf(error) }
  }
  return outcome
}

/** How many the queue did not take. */
async function sendBatch(
  access: Pick<ReplayAccess, "send">,
  queue: string,
  bodies: readonly string[],
  wait: (milliseconds: number) => Promise<void>,
): Promise<number> {
  let pending = bodies
  for (let attempt = 1; ; attempt++) {
    const refused = new Set(await access.send(queue, pending))
    pending = pending.filter((_, index) => refused.has(index))
    if (pending.length === 0 || attempt === ATTEMPTS) return pending.length
    await wait(100 * 2 ** attempt)
  }
}

/** Oldest first in each queue, as many in a call as SQS takes. */
function* batchesOf(sendings: readonly Sending[], name: string) {
  const open = new Map<string, { bodies: string[]; bytes: number }>()
  for (const { queue, event } of sendings) {
    const body = JSON.stringify({ ...event.body, "replay-name": name })
    const bytes = Buffer.byteLength(body)
    const batch = open.get(queue)
    const isFull =
      batch !== undefined && (batch.bodies.length === MESSAGES_A_CALL || batch.bytes + bytes > BYTES_A_CALL)
    if (isFull) yield { queue, bodies: batch.bodies }
    if (batch === undefined || isFull) open.set(queue, { bodies: [body], bytes })
    else open.set(queue, { bodies: [...batch.bodies, body], bytes: batch.bytes + bytes })
  }
  for (const [queue, { bodies }] of open) yield { queue, bodies }
}
