import { sqsRecord } from "@darkroom/testing"
import { expect, it, vi } from "vitest"
import { backoffSeconds } from "./backoff.ts"
import { classify } from "./classify.ts"
import { sqsQueue } from "./queue.ts"

const record = sqsRecord(
  { a: 1 },
  { attempt: 4, messageId: "m-1", queueArn: "arn:aws:sqs:eu-west-1:123456789012:Tagging" },
)

it("moves a message to the dead-letter queue with all that is known of its failure", async () => {
  const send = vi.fn()
  const failure = {
    class: "permanent",
    name: "PermanentError",
    message: "bad\u0000byte",
    ownerMessage: undefined,
  } as const
  await sqsQueue({ send }, () => "https://dead").deadLetter(record, failure, 3)
  const { QueueUrl, MessageBody, MessageAttributes } = send.mock.calls[0]![0].input
  expect([QueueUrl, MessageBody]).toEqual(["https://dead", '{"a":1}'])
  const values = Object.entries(MessageAttributes as Record<string, { StringValue: string }>).map(
    ([name, { StringValue }]) => [name, StringValue],
  )
  expect(Object.fromEntries(values)).toEqual({
    FailureClass: "permanent",
    ErrorName: "PermanentError",
    ErrorMessage: "bad byte",
    Attempts: "3",
    SourceMessageId: "m-1",
  })
})

it("finds the queue of a message by its ARN", async () => {
  const send = vi.fn()
  await sqsQueue({ send }, () => "").reappearIn(record, 7)
  expect(send.mock.calls[0]?.[0].input).toEqual({
    QueueUrl: "https://sqs.eu-west-1.amazonaws.com/123456789012/Tagging",
    ReceiptHandle: "receipt-m-1",
    VisibilityTimeout: 7,
  })
})

it("holds a batch by one call", async () => {
  const send = vi.fn()
  await sqsQueue({ send }, () => "").hold([record, { ...record, receiptHandle: "other" }], 21)
  expect(send).toHaveBeenCalledOnce()
  expect(send.mock.calls[0]![0].input.Entries).toEqual([
    { Id: "0", ReceiptHandle: "receipt-m-1", VisibilityTimeout: 21 },
    { Id: "1", ReceiptHandle: "other", VisibilityTimeout: 21 },
  ])
})

it("doubles the time to the next attempt up to a quarter of an hour", () => {
  const seconds = [1, 2, 3, 20].map((attempt) => backoffSeconds("transient", attempt, () => 1))
  expect(seconds).toEqual([2, 4, 8, 900])
  expect(backoffSeconds("transient", 3, () => 0)).toBe(4)
})

it("takes AWS's throttling for what it is and the unknown for transient", () => {
  expect(classify(Object.assign(new Error(), { name: "ProvisionedThroughputExceededException" })).class).toBe(
    "throttled",
  )
  expect(classify("just text")).toMatchObject({ class: "transient", message: "just text" })
})
