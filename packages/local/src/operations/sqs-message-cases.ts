import {
  ChangeMessageVisibilityBatchCommand,
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
} from "@aws-sdk/client-sqs"
import { expect } from "vitest"
import { type Cases, queueUrl } from "./clients.ts"
import { bodies, QUEUE, receive, send, TIMEOUT } from "./sqs-calls.ts"

export const sqsMessageCases: Cases = {
  async SendMessage(clients) {
    const sent = await clients.sqs.send(
      new SendMessageCommand({
        QueueUrl: queueUrl(clients, QUEUE),
        MessageBody: "hello",
        MessageAttributes: { kind: { DataType: "String", StringValue: "greeting" } },
        DelaySeconds: 5,
      }),
    )
    expect(sent.MD5OfMessageBody).toBe("5d41402abc4b2a76b9719d911017c592")
    expect(await receive(clients)).toEqual([])
    clients.clock.advance(5_000)
    expect(await receive(clients)).toMatchObject([
      { MessageId: sent.MessageId, Body: "hello", MessageAttributes: { kind: { StringValue: "greeting" } } },
    ])
  },
  async SendMessageBatch(clients) {
    const Entries = [
      { Id: "good", MessageBody: "one" },
      { Id: "bad", MessageBody: "two", DelaySeconds: 901 },
    ]
    const input = { QueueUrl: queueUrl(clients, QUEUE), Entries }
    const { Successful, Failed } = await clients.sqs.send(new SendMessageBatchCommand(input))
    expect(Successful).toMatchObject([{ Id: "good" }])
    expect(Failed).toMatchObject([{ Id: "bad", Code: "InvalidParameterValue", SenderFault: true }])
    expect(await bodies(clients)).toEqual(["one"])
  },
  async ReceiveMessage(clients) {
    await send(clients, "hello")
    expect(await receive(clients)).toMatchObject([{ Body: "hello", Attributes: { ApproximateReceiveCount: "1" } }])
    expect(await receive(clients)).toEqual([])
    clients.clock.advance(TIMEOUT)
    expect(await receive(clients)).toMatchObject([{ Body: "hello", Attributes: { ApproximateReceiveCount: "2" } }])
  },
  async DeleteMessage(clients) {
    await send(clients, "hello")
    const [{ ReceiptHandle } = {}] = await receive(clients)
    await clients.sqs.send(new DeleteMessageCommand({ QueueUrl: queueUrl(clients, QUEUE), ReceiptHandle }))
    clients.clock.advance(TIMEOUT)
    expect(await receive(clients)).toEqual([])
  },
  async DeleteMessageBatch(clients) {
    await send(clients, "hello")
    const [{ ReceiptHandle } = {}] = await receive(clients)
    const Entries = [
      { Id: "good", ReceiptHandle },
      { Id: "bad", ReceiptHandle: "none" },
    ]
    const input = { QueueUrl: queueUrl(clients, QUEUE), Entries }
    const { Successful, Failed } = await clients.sqs.send(new DeleteMessageBatchCommand(input))
    expect(Successful).toEqual([{ Id: "good" }])
    expect(Failed).toMatchObject([{ Id: "bad", Code: "ReceiptHandleIsInvalid" }])
    clients.clock.advance(TIMEOUT)
    expect(await receive(clients)).toEqual([])
  },
  async ChangeMessageVisibility(clients) {
    await send(clients, "hello")
    const [{ ReceiptHandle } = {}] = await receive(clients)
    const input = { QueueUrl: queueUrl(clients, QUEUE), ReceiptHandle, VisibilityTimeout: 100 }
    await clients.sqs.send(new ChangeMessageVisibilityCommand(input))
    clients.clock.advance(99_000)
    expect(await bodies(clients)).toEqual([])
    clients.clock.advance(1_000)
    expect(await bodies(clients)).toEqual(["hello"])
  },
  async ChangeMessageVisibilityBatch(clients) {
    await send(clients, "hello")
    const [{ ReceiptHandle } = {}] = await receive(clients)
    const Entries = [
      { Id: "good", ReceiptHandle, VisibilityTimeout: 0 },
      { Id: "bad", ReceiptHandle, VisibilityTimeout: 43_201 },
    ]
    const input = { QueueUrl: queueUrl(clients, QUEUE), Entries }
    const { Successful, Failed } = await clients.sqs.send(new ChangeMessageVisibilityBatchCommand(input))
    expect(Successful).toEqual([{ Id: "good" }])
    expect(Failed).toMatchObject([{ Id: "bad", Code: "InvalidParameterValue" }])
    expect(await bodies(clients)).toEqual(["hello"])
  },
}
