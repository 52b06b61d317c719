import type { SqsService } from "../aws/sqs/sqs.ts"
import type { Clock } from "../clock.ts"
import type { MappingNode } from "../graph.ts"
import { MAX_PAYLOAD_BYTES, payloadBytes } from "./cut-batches.ts"
import type { MessageFilter } from "./message-filter.ts"
import { type SqsRecord, sqsRecord } from "./sqs-record.ts"

export interface CollectOptions {
  readonly mapping: MappingNode
  readonly sqs: Pick<SqsService, "receive" | "delete">
  readonly region: string
  readonly clock: Clock
  readonly filter: MessageFilter
}

/** What one receive waits for messages, and how many it takes: the most that SQS allows. */
const WAIT_MILLISECONDS = 20_000
const MAX_RECEIVE = 10

/**
 * The messages of one invocation: the batch ends when it is full, by messages or by size, or when the window that its first message opened is over. Empty
 * where none came in time. https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventsourcemapping.html#invocation-eventsourcemapping-batching
 */
export async function collectBatch(options: CollectOptions, signal: AbortSignal): Promise<SqsRecord[]> {
  const { mapping, clock } = options
  const records = await receive(options, { max: mapping.batchSize, waitMs: WAIT_MILLISECONDS, signal })
  const end = clock.now() + mapping.window * 1000
  let bytes = payloadBytes(records)
  const isOpen = () => records.length < mapping.batchSize && bytes < MAX_PAYLOAD_BYTES && clock.now() < end
  while (records.length > 0 && isOpen() && !signal.aborted) {
    const waitMs = Math.min(end - clock.now(), WAIT_MILLISECONDS)
    const more = await receive(options, { max: mapping.batchSize - records.length, waitMs, signal })
    bytes += payloadBytes(more)
    records.push(...more)
  }
  return records
}

interface Receive {
  readonly max: number
  readonly waitMs: number
  readonly signal: AbortSignal
}

/** Deletes what the filter refuses, as Lambda does: it neither counts towards the batch nor opens the window. */
async function receive({ mapping, sqs, region, filter }: CollectOptions, { max, ...wait }: Receive) {
  const messages = await sqs.receive(mapping.queueArn, { max: Math.min(max, MAX_RECEIVE), ...wait })
  const records = messages.map((message) => sqsRecord(message, mapping.queueArn, region))
  const wanted = records.filter(filter)
  for (const record of records) {
    if (!wanted.includes(record)) sqs.delete(mapping.queueArn, record.receiptHandle)
  }
  return wanted
}
