import { randomUUID } from "node:crypto"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, describe, expect, it, onTestFinished, vi } from "vitest"
import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs"
import { manualClock } from "../../clock.ts"
import { openStore } from "../../store.ts"
import { startGateway } from "../gateway.ts"
import { sqsService, stringAttributes, type QueueConfig } from "./sqs.ts"

const arn = (name: string) => `arn:aws:sqs:us-east-1:000000000000:${name}`
const queue = (name: string, more: Partial<QueueConfig> = {}): QueueConfig => {
  return { name, arn: arn(name), visibilityTimeout: 30, retention: 345_600, delay: 0, receiveWait: 0, ...more }
}
const work = queue("work", { redrive: { deadLetterArn: arn("dead"), maxReceiveCount: 2 } })
const QueueUrl = "http://anywhere:1/000000000000/work"
const seconds = 1000

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

function engine(store = openStore(), clock = manualClock()) {
  const sqs = sqsService(
    { queues: [work, queue("dead", { retention: 1_209_600 }), queue("slow", { delay: 5 })] },
    {
      clock,
      store,
      region: "us-east-1",
      accountId: "000000000000",
    },
  )
  cleanups.push(() => sqs.close())
  return { sqs, clock, store }
}

async function wired() {
  const parts = engine()
  const gateway = await startGateway({ port: 0, services: [parts.sqs] })
  const credentials = { accessKeyId: "local", secretAccessKey: "local" }
  const client = new SQSClient({ endpoint: gateway.url, region: "us-east-1", credentials, maxAttempts: 1 })
  cleanups.push(
    () => gateway.close(),
    () => client.destroy(),
  )
  return { ...parts, client, gateway }
}

const receiveOne = async (sqs: ReturnType<typeof engine>["sqs"], name = "work") =>
  (await sqs.receive(arn(name), { max: 1 }))[0]

describe("SQS in process", () => {
  it("wakes a long poll as soon as a message arrives", async () => {
    const { sqs } = engine()
    const waiting = sqs.receive(work.arn, { max: 10, waitMs: 20 * seconds })
    sqs.send(work.arn, { body: "hello" })
    expect((await waiting).map(({ body }) => body)).toEqual(["hello"])
  })

  it("gives one message to one of several long polls, the first that came", async () => {
    const { sqs, clock } = engine()
    const first = sqs.receive(work.arn, { max: 1, waitMs: 20 * seconds })
    const second = sqs.receive(work.arn, { max: 1, waitMs: 20 * seconds })
    sqs.send(work.arn, { body: "only" })
    clock.advance(20 * seconds)
    expect([(await first).length, (await second).length]).toEqual([1, 0])
  })

  it("wakes a long poll when a delayed message becomes visible, and not before", async () => {
    const { sqs, clock } = engine()
    sqs.send(arn("slow"), { body: "later" })
    expect(sqs.depth(arn("slow"))).toEqual({ visible: 0, inFlight: 0, delayed: 1 })
    let got: unknown[] | undefined
    const waiting = sqs.receive(arn("slow"), { max: 1, waitMs: 20 * seconds }).then((messages) => (got = messages))
    clock.advance(4.9 * seconds)
    await Promise.resolve()
    expect(got).toBeUndefined()
    clock.advance(0.1 * seconds)
    expect(await waiting).toHaveLength(1)
  })

  it("ends a long poll at its deadline, when it is aborted, and when the service closes", async () => {
    const { sqs, clock } = engine()
    const late = sqs.receive(work.arn, { max: 1, waitMs: 2 * seconds })
    clock.advance(2 * seconds)
    expect(await late).toEqual([])
    const controller = new AbortController()
    const aborted = sqs.receive(work.arn, { max: 1, waitMs: 2 * seconds, signal: controller.signal })
    controller.abort()
    expect(await aborted).toEqual([])
    const closed = sqs.receive(work.arn, { max: 1, waitMs: 2 * seconds })
    await sqs.close()
    expect(await closed).toEqual([])
  })

  it("hides a message while it is in flight, and delivers it again after the visibility timeout", async () => {
    const { sqs, clock } = engine()
    const messageId = sqs.send(work.arn, { body: "again" })
    const first = await receiveOne(sqs)
    expect(first?.attributes.ApproximateReceiveCount).toBe("1")
    expect(await receiveOne(sqs)).toBeUndefined()
    clock.advance(30 * seconds)
    const second = await receiveOne(sqs)
    expect(second).toMatchObject({ messageId, attributes: { ApproximateReceiveCount: "2" } })
    expect(second?.attributes.ApproximateFirstReceiveTimestamp).toBe(first?.attributes.ApproximateFirstReceiveTimestamp)
  })

  it("takes an old receipt handle and deletes nothing while a later receiver has the message", async () => {
    const { sqs, clock } = engine()
    sqs.send(work.arn, { body: "twice" })
    const first = await receiveOne(sqs)
    clock.advance(30 * seconds)
    const second = await receiveOne(sqs)
    sqs.delete(work.arn, String(first?.receiptHandle))
    expect(sqs.depth(work.arn)).toEqual({ visible: 0, inFlight: 1, delayed: 0 })
    sqs.delete(work.arn, String(second?.receiptHandle))
    expect(sqs.depth(work.arn)).toEqual({ visible: 0, inFlight: 0, delayed: 0 })
  })

  it("deletes by an expired receipt handle as long as nobody received the message again", async () => {
    const { sqs, clock } = engine()
    sqs.send(work.arn, { body: "slow worker" })
    const message = await receiveOne(sqs)
    clock.advance(31 * seconds)
    sqs.delete(work.arn, String(message?.receiptHandle))
    expect(sqs.peek(work.arn, 10)).toEqual([])
  })

  it("moves a message to the dead-letter queue at the receive after the last allowed one, as it was", async () => {
    const { sqs, clock } = engine()
    const sent = clock.now()
    const messageId = sqs.send(work.arn, { body: "poison", attributes: stringAttributes({ kind: "test" }) })
    for (let count = 1; count <= 2; count++) {
      expect((await receiveOne(sqs))?.attributes.ApproximateReceiveCount).toBe(String(count))
      expect(await receiveOne(sqs, "dead")).toBeUndefined()
      clock.advance(30 * seconds)
    }
    expect(await receiveOne(sqs)).toBeUndefined()
    expect(await receiveOne(sqs, "dead")).toMatchObject({
      messageId,
      body: "poison",
      messageAttributes: { kind: { dataType: "String", stringValue: "test" } },
      attributes: { SentTimestamp: String(sent), DeadLetterQueueSourceArn: work.arn, ApproximateReceiveCount: "3" },
    })
  })

  it("wakes a long poll on the dead-letter queue, and finds good messages behind dead ones", async () => {
    const { sqs, clock } = engine()
    sqs.send(work.arn, { body: "poison" })
    await sqs.receive(work.arn, { max: 1, visibilityTimeout: 0 })
    await sqs.receive(work.arn, { max: 1, visibilityTimeout: 0 })
    clock.advance(1)
    sqs.send(work.arn, { body: "good" })
    const dead = sqs.receive(arn("dead"), { max: 1, waitMs: 20 * seconds })
    expect((await receiveOne(sqs))?.body).toBe("good")
    expect((await dead)[0]?.body).toBe("poison")
  })

  it("does not delete a dead letter by a receipt handle of its source queue", async () => {
    const { sqs, clock } = engine()
    sqs.send(work.arn, { body: "poison" })
    await receiveOne(sqs)
    clock.advance(30 * seconds)
    const last = await receiveOne(sqs)
    clock.advance(30 * seconds)
    await receiveOne(sqs)
    sqs.delete(work.arn, String(last?.receiptHandle))
    expect(sqs.depth(arn("dead")).visible).toBe(1)
  })

  it("forgets messages after the retention period", async () => {
    const { sqs, clock } = engine()
    sqs.send(work.arn, { body: "old" })
    clock.advance(345_600 * seconds)
    expect(sqs.depth(work.arn).visible).toBe(0)
    expect(await receiveOne(sqs)).toBeUndefined()
  })

  it("keeps messages, receive counts and visibility over a restart", async () => {
    const folder = mkdtempSync(join(tmpdir(), "sqs-"))
    cleanups.push(() => rmSync(folder, { recursive: true }))
    const before = engine(openStore(folder))
    before.sqs.send(work.arn, { body: "in flight" })
    await receiveOne(before.sqs)
    before.sqs.send(work.arn, { body: "waiting" })
    // Neither service nor database of the first run is closed: that is what a killed process leaves.
    const { sqs, clock } = engine(openStore(folder), before.clock)
    expect((await receiveOne(sqs))?.body).toBe("waiting")
    clock.advance(30 * seconds)
    expect((await receiveOne(sqs))?.attributes.ApproximateReceiveCount).toBe("2")
  })

  it("makes messages in flight visible at once when told that no receiver is left", async () => {
    const { sqs } = engine()
    sqs.send(work.arn, { body: "orphan" })
    await receiveOne(sqs)
    sqs.releaseInFlight(work.arn)
    expect(sqs.depth(work.arn)).toEqual({ visible: 1, inFlight: 0, delayed: 0 })
  })

  it("refuses FIFO queues and dead-letter queues that do not exist", () => {
    const context = { clock: manualClock(), store: openStore(), region: "us-east-1", accountId: "0" }
    expect(() => sqsService({ queues: [queue("a.fifo")] }, context)).toThrow("a.fifo")
    expect(() => sqsService({ queues: [work] }, context)).toThrow("dead-letter queue of work does not exist")
  })
})

describe("SQS through the SDK", () => {
  it("sends, receives and deletes with attributes whose digests the SDK checks", async () => {
    const { client, sqs } = await wired()
    const MessageAttributes = {
      kind: { DataType: "String", StringValue: "é" },
      raw: { DataType: "Binary", BinaryValue: new Uint8Array([1, 2, 3]) },
    }
    const sent = await client.send(new SendMessageCommand({ QueueUrl, MessageBody: "grüße 🚀", MessageAttributes }))
    const { Messages } = await client.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MessageSystemAttributeNames: ["All"],
        MessageAttributeNames: ["All"],
        WaitTimeSeconds: 1,
      }),
    )
    const [message] = Messages ?? []
    expect(message).toMatchObject({
      MessageId: sent.MessageId,
      Body: "grüße 🚀",
      Attributes: { SenderId: "local" },
      MessageAttributes,
    })
    expect(message?.MD5OfMessageAttributes).toBe(sent.MD5OfMessageAttributes)
    await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message?.ReceiptHandle }))
    expect(sqs.peek(work.arn, 1)).toEqual([])
  })

  it("keeps the trace header that the SDK sends from a function, unless a message has one of its own", async () => {
    const { client, sqs } = await wired()
    const [header, own] = ["Root=1-5759e988-bd862e3fe1be46a994272793;Lineage=a:1", "Root=1-00000000-0"]
    vi.stubEnv("AWS_LAMBDA_FUNCTION_NAME", "worker")
    vi.stubEnv("_X_AMZN_TRACE_ID", header)
    onTestFinished(() => void vi.unstubAllEnvs())
    const AWSTraceHeader = { DataType: "String", StringValue: own } as const
    const Entries = [
      { Id: "1", MessageBody: "batch" },
      { Id: "2", MessageBody: "own", MessageSystemAttributes: { AWSTraceHeader } },
    ]
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: "single" }))
    await client.send(new SendMessageBatchCommand({ QueueUrl, Entries }))
    const received = await sqs.receive(work.arn, { max: 10 })
    const traces = received.map(({ body, attributes }) => [body, attributes.AWSTraceHeader])
    expect(Object.fromEntries(traces)).toEqual({ single: header, batch: header, own })
  })

  it("computes the digest of message attributes as AWS documents it", async () => {
    const { client } = await wired()
    const MessageAttributes = { test: { DataType: "String", StringValue: "value" } }
    const { MD5OfMessageAttributes } = await client.send(
      new SendMessageCommand({ QueueUrl, MessageBody: "x", MessageAttributes }),
    )
    const { createHash } = await import("node:crypto")
    const bytes = Buffer.from("\0\0\0\x04test\0\0\0\x06String\x01\0\0\0\x05value")
    expect(MD5OfMessageAttributes).toBe(createHash("md5").update(bytes).digest("hex"))
  })

  it("answers a long poll when a message comes", async () => {
    const { client, sqs } = await wired()
    const waiting = client.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20, MaxNumberOfMessages: 10 }))
    sqs.send(work.arn, { body: "now" })
    expect((await waiting).Messages?.[0]?.Body).toBe("now")
  })

  it("fails batch entries one by one", async () => {
    const { client } = await wired()
    const { Successful, Failed } = await client.send(
      new SendMessageBatchCommand({
        QueueUrl,
        Entries: [
          { Id: "good", MessageBody: "a" },
          { Id: "bad", MessageBody: "\u0000" },
          { Id: "late", MessageBody: "b", DelaySeconds: 901 },
        ],
      }),
    )
    expect(Successful?.map(({ Id }) => Id)).toEqual(["good"])
    expect(Failed?.map(({ Id, Code, SenderFault }) => [Id, Code, SenderFault])).toEqual([
      ["bad", "InvalidMessageContents", true],
      ["late", "InvalidParameterValue", true],
    ])
    const deleted = await client.send(
      new DeleteMessageBatchCommand({ QueueUrl, Entries: [{ Id: "x", ReceiptHandle: "junk" }] }),
    )
    expect(deleted.Failed?.[0]).toMatchObject({ Id: "x", Code: "ReceiptHandleIsInvalid" })
  })

  it("refuses batches that are empty, too many, too long or repeat an id", async () => {
    const { client } = await wired()
    const send = (Entries: { Id: string; MessageBody: string }[]) =>
      client.send(new SendMessageBatchCommand({ QueueUrl, Entries }))
    await expect(send([])).rejects.toMatchObject({ name: "EmptyBatchRequest" })
    await expect(send(Array.from({ length: 11 }, (_, i) => ({ Id: `${i}`, MessageBody: "a" })))).rejects.toMatchObject({
      name: "TooManyEntriesInBatchRequest",
    })
    await expect(
      send([
        { Id: "a", MessageBody: "a" },
        { Id: "a", MessageBody: "b" },
      ]),
    ).rejects.toMatchObject({ name: "BatchEntryIdsNotDistinct" })
    const half = "x".repeat(600_000)
    await expect(
      send([
        { Id: "a", MessageBody: half },
        { Id: "b", MessageBody: half },
      ]),
    ).rejects.toMatchObject({ name: "BatchRequestTooLong" })
  })

  it("refuses a message of more than 1 MiB and takes one of exactly that", async () => {
    const { client } = await wired()
    await expect(client.send(new SendMessageCommand({ QueueUrl, MessageBody: "x".repeat(1_048_577) }))).rejects.toThrow(
      "shorter than 1048576 bytes",
    )
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: "x".repeat(1_048_576) }))
  })

  it("makes a message visible at once with a visibility of 0, and refuses to change one that is not in flight", async () => {
    const { client, sqs } = await wired()
    sqs.send(work.arn, { body: "retry" })
    const { receiptHandle: ReceiptHandle } = (await receiveOne(sqs)) ?? {}
    const change = new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 })
    await client.send(change)
    expect(sqs.depth(work.arn).visible).toBe(1)
    await expect(client.send(change)).rejects.toMatchObject({ name: "MessageNotInflight" })
    const later = (await receiveOne(sqs))?.receiptHandle
    await expect(client.send(change)).rejects.toThrow("not available for visibility timeout change")
    sqs.delete(work.arn, String(later))
  })

  it("tells queues by the last part of the URL, with the address that the caller used", async () => {
    const { client, gateway } = await wired()
    const url = `${gateway.url}/000000000000/work`
    expect((await client.send(new GetQueueUrlCommand({ QueueName: "work" }))).QueueUrl).toBe(url)
    expect((await client.send(new ListQueuesCommand({ QueueNamePrefix: "wo" }))).QueueUrls).toEqual([url])
  })

  it("reports a queue's attributes and purges it", async () => {
    const { client, sqs } = await wired()
    sqs.send(work.arn, { body: "a" })
    sqs.send(work.arn, { body: "b" })
    await receiveOne(sqs)
    const { Attributes } = await client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] }))
    expect(Attributes).toMatchObject({
      QueueArn: work.arn,
      ApproximateNumberOfMessages: "1",
      ApproximateNumberOfMessagesNotVisible: "1",
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn: arn("dead"), maxReceiveCount: 2 }),
    })
    await client.send(new PurgeQueueCommand({ QueueUrl }))
    expect(sqs.peek(work.arn, 10)).toEqual([])
  })

  it("leaves out attributes that a queue does not have, and names one that no queue has", async () => {
    const { client } = await wired()
    const ask = (name: string) =>
      client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [name as "Policy"] }))
    expect((await ask("Policy")).Attributes).toEqual({})
    await expect(ask("Colour")).rejects.toThrow("Unknown Attribute Colour.")
  })

  it("refuses a second purge within a minute", async () => {
    const { client, clock } = await wired()
    const purge = () => client.send(new PurgeQueueCommand({ QueueUrl }))
    await purge()
    await expect(purge()).rejects.toMatchObject({ name: "PurgeQueueInProgress" })
    clock.advance(60 * seconds)
    await purge()
  })

  it("lists queues page by page", async () => {
    const { client } = await wired()
    const first = await client.send(new ListQueuesCommand({ MaxResults: 2 }))
    const second = await client.send(new ListQueuesCommand({ MaxResults: 2, NextToken: first.NextToken }))
    expect([first.QueueUrls?.length, second.QueueUrls?.length, second.NextToken]).toEqual([2, 1, undefined])
  })

  it("names a queue that does not exist, in both protocols' codes", async () => {
    const { client } = await wired()
    const QueueName = `none-${randomUUID()}`
    const error = await client.send(new GetQueueUrlCommand({ QueueName })).catch((caught: unknown) => caught)
    expect(error).toMatchObject({
      name: "QueueDoesNotExist",
      Code: "AWS.SimpleQueueService.NonExistentQueue",
      $metadata: { httpStatusCode: 400 },
    })
    expect(String(error)).toContain(QueueName)
  })

  it("refuses values out of range and operations that it does not have", async () => {
    const { client } = await wired()
    await expect(client.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 11 }))).rejects.toThrow(
      "between 1 and 10",
    )
    await expect(client.send(new CreateQueueCommand({ QueueName: "new" }))).rejects.toThrow(
      "does not support sqs:CreateQueue",
    )
  })
})
