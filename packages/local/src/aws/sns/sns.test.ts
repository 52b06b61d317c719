import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, it, onTestFinished } from "vitest"
import {
  CreateTopicCommand,
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  ListTopicsCommand,
  PublishBatchCommand,
  PublishCommand,
  SNSClient,
} from "@aws-sdk/client-sns"
import { manualClock } from "../../clock.ts"
import { openStore } from "../../store.ts"
import { startGateway } from "../gateway.ts"
import { snsService, type SnsOptions, type SubscriptionConfig } from "./sns.ts"

const TopicArn = "arn:aws:sns:us-east-1:000000000000:alerts"
const queue = "arn:aws:sqs:us-east-1:000000000000:alerts"
const sqs: SubscriptionConfig = { topicArn: TopicArn, protocol: "sqs", endpoint: queue }
const email: SubscriptionConfig = { topicArn: TopicArn, protocol: "email", endpoint: "ann@example.com" }

function engine(subscriptions: SubscriptionConfig[], store = openStore(), clock = manualClock()) {
  const delivered: Parameters<SnsOptions["deliver"]>[] = []
  const failing = new Set<string>()
  const deliver: SnsOptions["deliver"] = async (...delivery) => {
    if (failing.has(delivery[0])) throw new Error("down")
    delivered.push(delivery)
  }
  const options = { topics: [{ name: "alerts", arn: TopicArn }], subscriptions, deliver }
  const sns = snsService(options, { clock, store, region: "us-east-1", accountId: "000000000000" })
  onTestFinished(() => sns.close())
  return { sns, delivered, failing, clock }
}

async function wired(subscriptions: SubscriptionConfig[] = [], store = openStore()) {
  const parts = engine(subscriptions, store)
  const gateway = await startGateway({ port: 0, services: [parts.sns] })
  const credentials = { accessKeyId: "local", secretAccessKey: "local" }
  const client = new SNSClient({ endpoint: gateway.url, region: "us-east-1", credentials, maxAttempts: 1 })
  onTestFinished(() => client.destroy())
  onTestFinished(() => gateway.close())
  return { ...parts, client }
}

describe("Publish", () => {
  it("delivers to a queue in SNS's envelope", async () => {
    const { client, delivered } = await wired([sqs])
    const MessageAttributes = { kind: { DataType: "String", StringValue: "a&b" } }
    const { MessageId } = await client.send(
      new PublishCommand({ TopicArn, Message: "<hello> & grüße", Subject: "Hi", MessageAttributes }),
    )
    expect(delivered.map(([arn, message, attributes]) => [arn, JSON.parse(message), attributes])).toEqual([
      [
        queue,
        {
          Type: "Notification",
          MessageId,
          TopicArn,
          Subject: "Hi",
          Message: "<hello> & grüße",
          Timestamp: "2026-01-01T00:00:00.000Z",
          MessageAttributes: { kind: { Type: "String", Value: "a&b" } },
        },
        undefined,
      ],
    ])
  })

  it("delivers the bare message and its attributes where the subscription wants it raw", async () => {
    const { client, delivered } = await wired([{ ...sqs, rawMessageDelivery: true }])
    const MessageAttributes = { n: { DataType: "Number", StringValue: "1" } }
    await client.send(new PublishCommand({ TopicArn, Message: "bare", MessageAttributes }))
    expect(delivered).toEqual([[queue, "bare", { n: { Type: "Number", Value: "1" } }]])
  })

  it("keeps for reading what is meant for people, in the words for their protocol", async () => {
    const { client, sns } = await wired([email, sqs])
    const Message = JSON.stringify({ default: "short", email: "a long letter" })
    await client.send(new PublishCommand({ TopicArn, Message, MessageStructure: "json", Subject: "Hi" }))
    expect(sns.outbox()).toEqual([
      {
        topicArn: TopicArn,
        subject: "Hi",
        message: "a long letter",
        attributes: {},
        protocol: "email",
        endpoint: "ann@example.com",
        time: Date.UTC(2026, 0, 1),
      },
    ])
  })

  it("keeps what is published to a topic without subscriptions", async () => {
    const { client, sns } = await wired()
    await client.send(new PublishCommand({ TopicArn, Message: "anyone?" }))
    expect(sns.outbox()).toMatchObject([{ message: "anyone?", protocol: null, endpoint: null, subject: null }])
    await sns.reset()
    expect(sns.outbox()).toEqual([])
  })

  it("tries a queue again until it takes the message", async () => {
    const { client, sns, clock, failing, delivered } = await wired([sqs])
    failing.add(queue)
    await client.send(new PublishCommand({ TopicArn, Message: "later" }))
    await sns.idle()
    failing.clear()
    clock.advance(1_000)
    await sns.idle()
    expect(delivered).toHaveLength(1)
  })

  it("delivers after a crash what was published and not delivered", async () => {
    const folder = mkdtempSync(join(tmpdir(), "sns-"))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const before = await wired([sqs], openStore(folder))
    before.failing.add(queue)
    await before.client.send(new PublishCommand({ TopicArn, Message: "kept" }))
    await before.sns.idle()
    const { sns, delivered, clock } = engine([sqs], openStore(folder))
    clock.advance(0)
    await sns.idle()
    expect(delivered.map(([, message]) => (JSON.parse(message) as { Message: string }).Message)).toEqual(["kept"])
  })

  it("refuses unknown topics, and messages that are empty, too long or not what they say", async () => {
    const { client } = await wired()
    const publish = (input: object) => client.send(new PublishCommand({ TopicArn, Message: "x", ...input }))
    await expect(publish({ TopicArn: `${TopicArn}-none` })).rejects.toMatchObject({
      name: "NotFoundException",
      $metadata: { httpStatusCode: 404 },
    })
    await expect(publish({ Message: "" })).rejects.toMatchObject({
      name: "InvalidParameterException",
      message: "Invalid parameter: Empty message",
    })
    await expect(publish({ Message: "x".repeat(262_145) })).rejects.toThrow("Message too long")
    await expect(publish({ MessageStructure: "json" })).rejects.toThrow("failed to parse")
    await expect(publish({ Message: "{}", MessageStructure: "json" })).rejects.toThrow("No default entry")
    await publish({ Message: "x".repeat(262_144) })
  })
})

describe("other operations", () => {
  it("fails batch entries one by one", async () => {
    const { client, sns } = await wired()
    const { Successful, Failed } = await client.send(
      new PublishBatchCommand({
        TopicArn,
        PublishBatchRequestEntries: [
          { Id: "good", Message: "a" },
          { Id: "bad", Message: "" },
        ],
      }),
    )
    expect(Successful?.map(({ Id }) => Id)).toEqual(["good"])
    expect(Failed).toMatchObject([{ Id: "bad", Code: "InvalidParameter", SenderFault: true }])
    expect(sns.outbox()).toHaveLength(1)
    const twice = new PublishBatchCommand({
      TopicArn,
      PublishBatchRequestEntries: [
        { Id: "a", Message: "a" },
        { Id: "a", Message: "b" },
      ],
    })
    await expect(client.send(twice)).rejects.toMatchObject({ name: "BatchEntryIdsNotDistinctException" })
  })

  it("lists topics, their attributes and subscriptions", async () => {
    const { client } = await wired([sqs, email])
    expect((await client.send(new ListTopicsCommand({}))).Topics).toEqual([{ TopicArn }])
    const { Attributes } = await client.send(new GetTopicAttributesCommand({ TopicArn }))
    expect(Attributes).toMatchObject({ TopicArn, SubscriptionsConfirmed: "2" })
    const { Subscriptions } = await client.send(new ListSubscriptionsByTopicCommand({ TopicArn }))
    expect(Subscriptions?.map(({ Protocol, Endpoint }) => [Protocol, Endpoint])).toEqual([
      ["sqs", queue],
      ["email", "ann@example.com"],
    ])
  })

  it("refuses operations that it does not have", async () => {
    const { client } = await wired()
    await expect(client.send(new CreateTopicCommand({ Name: "new" }))).rejects.toThrow(
      "does not support sns:CreateTopic",
    )
  })
})
