import type { SqsRecord } from "./sqs-record.ts"

/** The most that an invocation can be given. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const MAX_PAYLOAD_BYTES = 6 * 2 ** 20

/** `{"Records":[]}` */
const FRAME_BYTES = 14

/** Bytes in the event, with the comma. */
const sizeOf = (record: SqsRecord) => Buffer.byteLength(JSON.stringify(record)) + 1

/** Of the records alone, in an event. */
export function payloadBytes(records: readonly SqsRecord[]): number {
  return records.reduce((sum, record) => sum + sizeOf(record), 0)
}

/** The messages in as many invocations as their size needs, in order. https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventsourcemapping.html#invocation-eventsourcemapping-batching */
export function cutBatches(records: readonly SqsRecord[]): SqsRecord[][] {
  const batches: SqsRecord[][] = []
  let size = Infinity
  for (const record of records) {
    const bytes = sizeOf(record)
    if (size + bytes > MAX_PAYLOAD_BYTES) {
      batches.push([])
      size = FRAME_BYTES
    }
    batches.at(-1)?.push(record)
    size += bytes
  }
  return batches
}
