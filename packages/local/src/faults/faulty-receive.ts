import type { Queues, ReceivedMessage } from "../aws/sqs/sqs.ts"
import type { FaultPlan } from "./fault-plan.ts"
import { shuffled } from "./random.ts"

/** Receives with what a standard queue may do: a message comes once more, even after it was deleted, or before an earlier one. */
export function faultyReceive(receive: Queues["receive"], plan: FaultPlan): Queues["receive"] {
  const again = new Map<string, ReceivedMessage[]>()

  function repeat(arn: string, messages: readonly ReceivedMessage[]): void {
    const repeated = messages.filter(() => plan.strike("sqs", "receive", ["duplicate"]))
    if (repeated.length > 0) again.set(arn, [...(again.get(arn) ?? []), ...repeated])
  }

  return async (arn, options) => {
    const copies = options.signal?.aborted ? [] : (again.get(arn)?.splice(0, options.max) ?? [])
    const rest = { ...options, max: options.max - copies.length, ...(copies.length > 0 && { waitMs: 0 }) }
    const fresh = rest.max > 0 ? await receive(arn, rest) : []
    repeat(arn, fresh)
    const messages = [...copies, ...fresh]
    const reorder = messages.length > 1 ? plan.strike("sqs", "receive", ["reorder"]) : undefined
    return reorder ? shuffled(messages, reorder.random) : messages
  }
}
