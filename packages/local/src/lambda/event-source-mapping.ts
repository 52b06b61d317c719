import type { SqsService } from "../aws/sqs/sqs.ts"
import { type Clock, systemClock } from "../clock.ts"
import type { MappingNode } from "../graph.ts"
import { checkMapping } from "./check-mapping.ts"
import { collectBatch } from "./collect-batch.ts"
import { cutBatches } from "./cut-batches.ts"
import type { FunctionRunner, InvocationCall } from "./function-runner.ts"
import { messageFilter } from "./message-filter.ts"
import type { SqsRecord } from "./sqs-record.ts"

export interface MappingOptions {
  readonly mapping: MappingNode
  readonly sqs: Pick<SqsService, "receive" | "delete" | "visibilityTimeout">
  readonly runner: FunctionRunner
  readonly region: string
  /** Batches at work at once, at the most. */
  readonly concurrency: number
  /** Measures the batching window; should be the queues' clock. */
  readonly clock?: Clock
  readonly onError: (functionId: string, error: unknown) => void
}

export interface Mapping {
  /** Takes no more messages until it is resumed; resolves when those at work are done. */
  pause(): Promise<void>
  /** Takes messages again, once those at work are done. */
  resume(): Promise<void>
  /** Takes no more messages; resolves when those at work are done. */
  stop(): Promise<void>
}

/** Reads a queue and hands batches to a function, as Lambda does. Throws on a mapping that AWS would refuse. https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html */
export function startMapping(options: MappingOptions): Mapping {
  const { mapping, sqs, runner, region, clock = systemClock } = options
  checkMapping(mapping, runner.node, sqs.visibilityTimeout(mapping.queueArn))
  const collect = { mapping, sqs, region, clock, filter: messageFilter(mapping.filters) }
  let wanted = true
  // One for each time that it takes messages.
  let taking = new AbortController()
  const poll = async (signal: AbortSignal) => {
    while (!signal.aborted) {
      const records = await collectBatch(collect, signal)
      for (const batch of cutBatches(records)) await handleBatch(batch, options)
    }
  }
  const start = () => Array.from({ length: options.concurrency }, () => poll(taking.signal))
  let loops = start()
  const pause = async () => {
    wanted = false
    taking.abort()
    await Promise.all(loops)
  }
  return {
    pause,
    async resume() {
      wanted = true
      // Those at work first, or there would be more at once than there may be.
      await Promise.all(taking.signal.aborted ? loops : [])
      if (!wanted || !taking.signal.aborted) return
      taking = new AbortController()
      loops = start()
    },
    stop: pause,
  }
}

/** Messages of a failed invocation stay where they are and become visible when their time is up. */
async function handleBatch(batch: readonly SqsRecord[], options: MappingOptions): Promise<void> {
  const { mapping, sqs, runner } = options
  const records = batch.filter((record) => isTaken(record, options))
  if (records.length === 0) return
  try {
    const response = await runner.invoke({ Records: records }, callOf(mapping, records))
    const failed = mapping.partialResponses ? failedIds(response, records) : new Set<string>()
    for (const { messageId, receiptHandle } of records) {
      if (!failed.has(messageId)) sqs.delete(mapping.queueArn, receiptHandle)
    }
  } catch (error) {
    options.onError(runner.node.id, error)
  }
}

/**
 * A message that would continue a recursive loop stays where it is, like one whose invocation failed, until SQS moves it to the
 * dead-letter queue. https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html
 */
function isTaken({ attributes }: SqsRecord, { runner, onError }: MappingOptions): boolean {
  try {
    runner.checkLoop(attributes.AWSTraceHeader)
    return true
  } catch (error) {
    onError(runner.node.id, error)
    return false
  }
}

function callOf({ queueArn }: MappingNode, records: readonly SqsRecord[]): InvocationCall {
  const sent = records.map(({ attributes }) => Number(attributes.SentTimestamp))
  const trace = records.find(({ attributes }) => attributes.AWSTraceHeader !== undefined)?.attributes.AWSTraceHeader
  return {
    trigger: `sqs:${queueArn.split(":").at(-1)}`,
    queuedAt: Math.min(...sent),
    records: records.length,
    ...(trace === undefined ? {} : { trace }),
  }
}

/** A response that names a message which the batch does not have fails the whole batch. https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html#services-sqs-batchfailurereporting */
function failedIds(response: unknown, records: readonly SqsRecord[]): Set<string> {
  const failures = (response as { batchItemFailures?: { itemIdentifier?: string }[] } | null)?.batchItemFailures ?? []
  const known = new Set(records.map(({ messageId }) => messageId))
  const failed = failures.map(({ itemIdentifier = "" }) => itemIdentifier)
  return failed.every((id) => known.has(id)) ? new Set(failed) : known
}
