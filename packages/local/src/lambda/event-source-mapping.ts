import type { ReceivedMessage, SqsService } from "../aws/sqs/sqs.ts"
import type { MappingNode } from "../graph.ts"
import type { FunctionRunner } from "./function-runner.ts"

export interface MappingOptions {
  readonly mapping: MappingNode
  readonly sqs: Pick<SqsService, "receive" | "delete">
  readonly runner: FunctionRunner
  readonly region: string
  /** Batches at work at once, at the most. */
  readonly concurrency: number
  readonly onError: (functionId: string, error: unknown) => void
}

export interface Mapping {
  /** Takes no more messages; resolves when those at work are done. */
  stop(): Promise<void>
}

/** What one receive waits for messages: the longest that SQS allows. */
const WAIT_MILLISECONDS = 20_000

/** Reads a queue and hands batches to a function, as Lambda does. https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html */
export function startMapping(options: MappingOptions): Mapping {
  const stopped = new AbortController()
  const loops = Array.from({ length: options.concurrency }, () => poll(options, stopped.signal))
  return {
    async stop() {
      stopped.abort()
      await Promise.all(loops)
    },
  }
}

async function poll(options: MappingOptions, signal: AbortSignal): Promise<void> {
  const { mapping, sqs } = options
  while (!signal.aborted) {
    const receive = { max: Math.min(mapping.batchSize, 10), waitMs: WAIT_MILLISECONDS, signal }
    const messages = await sqs.receive(mapping.queueArn, receive)
    if (messages.length > 0) await handleBatch(messages, options)
  }
}

/** Messages of a failed invocation stay where they are and become visible when their time is up. */
async function handleBatch(messages: readonly ReceivedMessage[], options: MappingOptions): Promise<void> {
  const { mapping, sqs, runner } = options
  try {
    const response = await runner.invoke({ Records: messages.map((message) => recordOf(message, options)) })
    const failed = mapping.partialResponses ? failedIds(response) : new Set<string>()
    for (const { messageId, receiptHandle } of messages) {
      if (!failed.has(messageId)) sqs.delete(mapping.queueArn, receiptHandle)
    }
  } catch (error) {
    options.onError(runner.node.id, error)
  }
}

function failedIds(response: unknown): Set<string> {
  const failures = (response as { batchItemFailures?: { itemIdentifier: string }[] } | null)?.batchItemFailures ?? []
  return new Set(failures.map(({ itemIdentifier }) => itemIdentifier))
}

function recordOf(message: ReceivedMessage, { mapping, region }: MappingOptions) {
  const attributes = Object.entries(message.messageAttributes).map(([name, value]) => [
    name,
    { ...value, stringListValues: [], binaryListValues: [] },
  ])
  return {
    messageId: message.messageId,
    receiptHandle: message.receiptHandle,
    body: message.body,
    attributes: message.attributes,
    messageAttributes: Object.fromEntries(attributes),
    md5OfBody: message.md5OfBody,
    eventSource: "aws:sqs",
    eventSourceARN: mapping.queueArn,
    awsRegion: region,
  }
}
