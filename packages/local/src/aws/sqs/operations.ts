import { AwsError } from "../errors.ts"
import type { JsonOperation } from "../json-protocol.ts"
import { runBatch } from "./batch.ts"
import { md5, md5OfAttributes, messageSize } from "./digest.ts"
import { queueDoesNotExist } from "./errors.ts"
import {
  MAX_BATCH,
  MAX_LISTED,
  MAX_MESSAGE_BYTES,
  MAX_VISIBILITY_SECONDS,
  MAX_WAIT_SECONDS,
  optionalNumber,
  requiredNumber,
  requiredString,
  stringList,
} from "./input.ts"
import { moveTaskOperations } from "./move-task-operations.ts"
import { queueAttributes } from "./queue-attributes.ts"
import type { QueueConfig } from "./queue-config.ts"
import type { Queues } from "./queues.ts"
import { receivedOutput } from "./received-output.ts"
import { attributesInput, sendInput, type Sender } from "./send-input.ts"

export interface OperationsContext {
  readonly configs: readonly QueueConfig[]
  readonly queues: Queues
  readonly urlOf: (queue: QueueConfig) => string
}

/** SQS's operations by name. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_Operations.html */
export function operations({ configs, queues, urlOf }: OperationsContext): Record<string, JsonOperation> {
  function byName(name: string): QueueConfig {
    const queue = configs.find((config) => config.name === name)
    if (queue === undefined) throw queueDoesNotExist(name)
    return queue
  }
  // Any host will do: the gateway's port is known only after the functions' environment is.
  const queueOf = (input: { QueueUrl?: unknown }) =>
    byName(requiredString("QueueUrl", input.QueueUrl).split("/").at(-1) ?? "")

  const send = (queue: QueueConfig, input: unknown, sender: Sender) => {
    const message = sendInput(input, sender)
    const MessageId = queues.send(queue.arn, message)
    return {
      MessageId,
      MD5OfMessageBody: md5(message.body),
      MD5OfMessageAttributes: md5OfAttributes(message.attributes),
    }
  }
  const remove = (queue: QueueConfig, input: { ReceiptHandle?: unknown }) => {
    queues.delete(queue.arn, requiredString("ReceiptHandle", input.ReceiptHandle))
    return {}
  }
  const changeVisibility = (queue: QueueConfig, input: { ReceiptHandle?: unknown; VisibilityTimeout?: unknown }) => {
    const seconds = requiredNumber("VisibilityTimeout", input.VisibilityTimeout, 0, MAX_VISIBILITY_SECONDS)
    queues.changeVisibility(queue.arn, requiredString("ReceiptHandle", input.ReceiptHandle), seconds)
    return {}
  }

  return {
    SendMessage: (input, { accessKeyId }, traceHeader) => send(queueOf(input), input, { accessKeyId, traceHeader }),
    SendMessageBatch: (input, { accessKeyId }, traceHeader) => {
      const queue = queueOf(input)
      checkBatchSize(input.Entries)
      return runBatch(input.Entries, (entry) => send(queue, entry, { accessKeyId, traceHeader }))
    },
    ReceiveMessage: async (input) => {
      const waitSeconds = optionalNumber("WaitTimeSeconds", input.WaitTimeSeconds, 0, MAX_WAIT_SECONDS)
      const messages = await queues.receive(queueOf(input).arn, {
        max: optionalNumber("MaxNumberOfMessages", input.MaxNumberOfMessages, 1, MAX_BATCH) ?? 1,
        visibilityTimeout: optionalNumber("VisibilityTimeout", input.VisibilityTimeout, 0, MAX_VISIBILITY_SECONDS),
        waitMs: waitSeconds === undefined ? undefined : waitSeconds * 1000,
      })
      const systemAttributes = [...stringList(input.AttributeNames), ...stringList(input.MessageSystemAttributeNames)]
      const wanted = { systemAttributes, messageAttributes: stringList(input.MessageAttributeNames) }
      return messages.length === 0 ? {} : { Messages: messages.map((message) => receivedOutput(message, wanted)) }
    },
    DeleteMessage: (input) => remove(queueOf(input), input),
    DeleteMessageBatch: (input) => {
      const queue = queueOf(input)
      return runBatch(input.Entries, (entry) => remove(queue, entry))
    },
    ChangeMessageVisibility: (input) => changeVisibility(queueOf(input), input),
    ChangeMessageVisibilityBatch: (input) => {
      const queue = queueOf(input)
      return runBatch(input.Entries, (entry) => changeVisibility(queue, entry))
    },
    GetQueueAttributes: (input) => {
      const queue = queueOf(input)
      return { Attributes: queueAttributes(queue, queues.depth(queue.arn), stringList(input.AttributeNames)) }
    },
    GetQueueUrl: (input) => ({ QueueUrl: urlOf(byName(requiredString("QueueName", input.QueueName))) }),
    ListQueues: ({ QueueNamePrefix = "", MaxResults, NextToken }) => {
      const found = configs.filter(({ name }) => name.startsWith(QueueNamePrefix)).map(urlOf)
      const limit = optionalNumber("MaxResults", MaxResults, 1, MAX_LISTED)
      const from = NextToken === undefined ? 0 : Number(NextToken)
      const to = from + (limit ?? MAX_LISTED)
      // Without a limit, AWS gives no token.
      const next = limit !== undefined && to < found.length ? { NextToken: String(to) } : {}
      return { QueueUrls: found.slice(from, to), ...next }
    },
    ...moveTaskOperations(queues),
    PurgeQueue: (input) => queues.purge(queueOf(input).arn),
  }
}

function checkBatchSize(entries: unknown): void {
  if (!Array.isArray(entries)) return
  const size = entries.reduce((sum, { MessageBody = "", MessageAttributes }) => {
    try {
      return sum + messageSize(String(MessageBody), attributesInput(MessageAttributes))
    } catch {
      // A bad entry fails alone, later.
      return sum
    }
  }, 0)
  if (size <= MAX_MESSAGE_BYTES) return
  throw new AwsError(
    "BatchRequestTooLong",
    `Batch requests cannot be longer than ${MAX_MESSAGE_BYTES} bytes. You have sent ${size} bytes.`,
  )
}
