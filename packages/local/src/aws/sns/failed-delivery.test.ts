import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, it, onTestFinished } from "vitest"
import { PublishCommand } from "@aws-sdk/client-sns"
import { openStore } from "../../store.ts"
import { AwsError } from "../errors.ts"
import { retryDelay } from "./retry-policy.ts"
import { functionArn, queueArn, sqs, subscription, testSns, TopicArn, wiredSns } from "./testing.ts"

const queue = queueArn("alerts")
const dead = queueArn("dead")
const MessageAttributes = { n: { DataType: "Number", StringValue: "1" } }
const attributes = { n: { Type: "Number", Value: "1" } }
const gone = new AwsError("QueueDoesNotExist", "The specified queue does not exist")
const publish = (Message: string) => new PublishCommand({ TopicArn, Message })

describe("a failed delivery", () => {
  it("is tried three times more at once, twice after a second, and ever more slowly then", () => {
    const delays = Array.from({ length: 17 }, (_, index) => retryDelay(index + 1))
    expect(delays.slice(0, 6)).toEqual([0, 0, 0, 1_000, 1_000, 1_000])
    expect(delays.slice(13)).toEqual([expect.any(Number), 20_000, 20_000, 20_000])
    expect(delays.toSorted((one, other) => (one ?? 0) - (other ?? 0))).toEqual(delays)
    expect([retryDelay(100_015), retryDelay(100_016)]).toEqual([20_000, undefined])
  })

  it("ends when the endpoint takes the message", async () => {
    const { client, sns, clock, failing, attempts, delivered } = await wiredSns([sqs()])
    failing.set(queue, new AwsError("InternalFailure", "down", 500))
    await client.send(publish("later"))
    await sns.idle()
    expect(attempts).toHaveLength(4)
    failing.clear()
    clock.advance(999)
    await sns.idle()
    expect(delivered).toEqual([])
    clock.advance(1)
    await sns.idle()
    expect(delivered).toHaveLength(1)
  })

  it.each([
    ["throttled", new AwsError("Throttling", "Rate exceeded"), 4],
    ["too many requests", new AwsError("Busy", "slow down", 429), 4],
    ["broken", new Error("no AwsError"), 4],
    ["denied", new AwsError("AccessDenied", "no", 403), 1],
    ["not there", new AwsError("ResourceNotFoundException", "no", 404), 1],
    ["a queue not there", gone, 1],
  ])("of an endpoint that is %s is tried again only where that can help", async (_name, error, times) => {
    const { client, sns, failing, attempts } = await wiredSns([sqs()])
    failing.set(queue, error)
    await client.send(publish("x"))
    await sns.idle()
    expect(attempts).toHaveLength(times)
  })

  it("is told where there is no dead-letter queue", async () => {
    const { client, sns, failing, dropped, store } = await wiredSns([sqs()])
    failing.set(queue, gone)
    const { MessageId } = await client.send(publish("x"))
    await sns.idle()
    const error = { errorCode: "QueueDoesNotExist", errorMessage: "The specified queue does not exist" }
    expect(dropped).toEqual([
      { topicArn: TopicArn, subscriptionArn: `${TopicArn}:sqs`, messageId: MessageId, ...error },
    ])
    expect(store.prepare("SELECT * FROM sns_deliveries").all()).toEqual([])
  })

  it("is given up after 100,015 retries", async () => {
    const { client, sns, failing, dropped, store, clock } = await wiredSns([sqs()])
    failing.set(queue, new Error("down"))
    await client.send(publish("x"))
    await sns.idle()
    store.exec("UPDATE sns_deliveries SET attempts = 100015")
    clock.advance(1_000)
    await sns.idle()
    expect(dropped).toMatchObject([{ errorMessage: "down" }])
  })
})

describe("the dead-letter queue", () => {
  it("gets the message as the queue would have, in the name of the same topic", async () => {
    const { client, sns, failing, delivered, dropped } = await wiredSns([sqs({ deadLetterArn: dead })])
    failing.set(queue, gone)
    await client.send(publish("lost"))
    await sns.idle()
    const from = { topicArn: TopicArn, subscriptionArn: `${TopicArn}:sqs` }
    expect(delivered).toEqual([[{ arn: dead, protocol: "sqs" }, expect.any(String), from, undefined]])
    expect(JSON.parse(delivered[0]?.[1] ?? "")).toMatchObject({ Type: "Notification", Message: "lost" })
    expect(dropped).toEqual([])
  })

  it("gets raw messages with their attributes and nothing else", async () => {
    const raw = sqs({ deadLetterArn: dead, rawMessageDelivery: true })
    const { client, sns, failing, delivered } = await wiredSns([raw])
    failing.set(queue, gone)
    await client.send(new PublishCommand({ TopicArn, Message: "bare", MessageAttributes }))
    await sns.idle()
    expect(delivered).toEqual([[{ arn: dead, protocol: "sqs" }, "bare", expect.anything(), attributes]])
  })

  it("gets the envelope, not the event, of what a function did not take", async () => {
    const { client, sns, failing, delivered } = await wiredSns([
      subscription("lambda", functionArn, { deadLetterArn: dead }),
    ])
    failing.set(functionArn, new AwsError("ResourceNotFoundException", "no function", 404))
    await client.send(publish("lost"))
    await sns.idle()
    expect(JSON.parse(delivered[0]?.[1] ?? "")).toMatchObject({ Type: "Notification", Message: "lost" })
  })

  it("that is gone too ends the delivery", async () => {
    const { client, sns, failing, dropped } = await wiredSns([sqs({ deadLetterArn: dead })])
    failing.set(queue, gone).set(dead, new AwsError("AccessDenied", "not allowed", 403))
    await client.send(publish("lost"))
    await sns.idle()
    expect(dropped).toMatchObject([{ errorCode: "AccessDenied", errorMessage: "not allowed" }])
  })
})

describe("a crash", () => {
  function folder() {
    const path = mkdtempSync(join(tmpdir(), "sns-"))
    onTestFinished(() => rmSync(path, { recursive: true }))
    return path
  }

  it("loses nothing that was published", async () => {
    const path = folder()
    const before = await wiredSns([sqs()], openStore(path))
    before.failing.set(queue, new Error("down"))
    await before.client.send(publish("kept"))
    await before.sns.idle()
    const { sns, delivered, clock } = testSns({ subscriptions: [sqs()] }, openStore(path))
    clock.advance(0)
    await sns.idle()
    expect(delivered.map(([, body]) => JSON.parse(body) as object)).toMatchObject([{ Message: "kept" }])
  })

  it("does not send a dead letter to its queue again", async () => {
    const path = folder()
    const before = await wiredSns([sqs({ deadLetterArn: dead })], openStore(path))
    before.failing.set(queue, gone).set(dead, new Error("down"))
    await before.client.send(publish("lost"))
    await before.sns.idle()
    const { sns, attempts, clock } = testSns({}, openStore(path))
    clock.advance(0)
    await sns.idle()
    expect(attempts).toEqual([dead])
  })
})
