import type { SQSClient } from "@aws-sdk/client-sqs"
import {
  ChangeMessageVisibilityBatchCommand,
  ChangeMessageVisibilityCommand,
  SendMessageCommand,
} from "@aws-sdk/client-sqs"
import type { SQSRecord } from "aws-lambda"
import type { Failure } from "./classify.ts"

/** What a subscriber does with a message besides handling it. */
export interface MessageQueue {
  /** All of these messages come back after so many seconds unless they are acknowledged before. */
  hold(records: readonly SQSRecord[], seconds: number): Promise<void>
  /** The message comes back after so many seconds unless it is acknowledged before. */
  reappearIn(record: SQSRecord, seconds: number): Promise<void>
  /** Moves the message to the dead-letter queue, with what went wrong and how often it was tried. */
  deadLetter(record: SQSRecord, failure: Failure, attempts: number): Promise<void>
}

/** Names of the attributes that a dead letter carries. */
export const deadLetterAttributes = {
  class: "FailureClass",
  name: "ErrorName",
  message: "ErrorMessage",
  ownerMessage: "OwnerMessage",
  attempts: "Attempts",
  sourceMessageId: "SourceMessageId",
} as const

const ATTRIBUTE_LENGTH = 1_000

export function sqsQueue(client: Pick<SQSClient, "send">, deadLetterUrl: () => string): MessageQueue {
  return {
    async hold(records, seconds) {
      const [first] = records
      if (first === undefined) return
      const Entries = records.map(({ receiptHandle }, index) => ({
        Id: String(index),
        ReceiptHandle: receiptHandle,
        VisibilityTimeout: seconds,
      }))
      await client.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: queueUrl(first.eventSourceARN), Entries }))
    },
    async reappearIn(record, seconds) {
      const message = { QueueUrl: queueUrl(record.eventSourceARN), ReceiptHandle: record.receiptHandle }
      await client.send(new ChangeMessageVisibilityCommand({ ...message, VisibilityTimeout: seconds }))
    },
    async deadLetter(record, failure, attempts) {
      const attributes = attributesOf(failure, record, attempts)
      await client.send(
        new SendMessageCommand({ QueueUrl: deadLetterUrl(), MessageBody: record.body, MessageAttributes: attributes }),
      )
    },
  }
}

/** arn:aws:sqs:<region>:<account>:<name> as a queue URL. */
function queueUrl(arn: string): string {
  const [, , , region, account, name] = arn.split(":")
  return `https://sqs.${region}.amazonaws.com/${account}/${name}`
}

function attributesOf(failure: Failure, record: SQSRecord, attempts: number) {
  const values = {
    [deadLetterAttributes.class]: failure.class,
    [deadLetterAttributes.name]: failure.name,
    [deadLetterAttributes.message]: failure.message,
    [deadLetterAttributes.ownerMessage]: failure.ownerMessage,
    [deadLetterAttributes.attempts]: String(attempts),
    [deadLetterAttributes.sourceMessageId]: record.messageId,
  }
  const kept = Object.entries(values).flatMap(([key, value]) => (value ? [[key, attribute(value)] as const] : []))
  return Object.fromEntries(kept)
}

/** SQS refuses control characters in attributes. */
function attribute(value: string) {
  // oxlint-disable-next-line no-control-regex -- they are what has to go
  const clean = value.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/gu, " ").slice(0, ATTRIBUTE_LENGTH)
  return { DataType: "String", StringValue: clean || " " }
}
