import { GetQueueUrlCommand, ListQueuesCommand, PurgeQueueCommand, SendMessageCommand } from "@aws-sdk/client-sqs"
import { expect } from "vitest"
import { type Cases, queueUrl } from "./clients.ts"
import { arns } from "./arns.ts"
import { bodies, QUEUE, queueAttributes, receive, send, TIMEOUT } from "./sqs-calls.ts"

export const sqsQueueCases: Cases = {
  async GetQueueAttributes(clients) {
    await send(clients, "one", "work")
    await receive(clients, "work")
    await send(clients, "two", "work")
    const known = await queueAttributes(clients, "work", "All")
    expect(known).toMatchObject({
      QueueArn: arns.queue("work"),
      ApproximateNumberOfMessages: "1",
      ApproximateNumberOfMessagesNotVisible: "1",
      VisibilityTimeout: "30",
    })
    expect(JSON.parse(known?.["RedrivePolicy"] ?? "")).toEqual({
      deadLetterTargetArn: arns.queue("dead-letters"),
      maxReceiveCount: 1,
    })
    expect(await queueAttributes(clients, "work", "DelaySeconds")).toEqual({ DelaySeconds: "0" })
  },
  async GetQueueUrl(clients) {
    const { QueueUrl = "" } = await clients.sqs.send(new GetQueueUrlCommand({ QueueName: QUEUE }))
    expect(QueueUrl.endsWith(`/${QUEUE}`)).toBe(true)
    await clients.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "by its URL" }))
    expect(await bodies(clients)).toEqual(["by its URL"])
    await expect(clients.sqs.send(new GetQueueUrlCommand({ QueueName: "none" }))).rejects.toMatchObject({
      name: "QueueDoesNotExist",
    })
  },
  async ListQueues({ sqs }) {
    const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({ QueueNamePrefix: "dead" }))
    expect(QueueUrls.map((url) => url.split("/").at(-1))).toEqual(["dead-letters"])
  },
  async PurgeQueue(clients) {
    await send(clients, "one")
    await receive(clients)
    await send(clients, "two")
    await clients.sqs.send(new PurgeQueueCommand({ QueueUrl: queueUrl(clients, QUEUE) }))
    clients.clock.advance(TIMEOUT)
    expect(await receive(clients)).toEqual([])
  },
}
