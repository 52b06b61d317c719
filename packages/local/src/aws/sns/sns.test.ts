import { describe, expect, it } from "vitest"
import {
  CreateTopicCommand,
  GetTopicAttributesCommand,
  ListTopicsCommand,
  PublishBatchCommand,
  PublishCommand,
} from "@aws-sdk/client-sns"
import { openStore } from "../../store.ts"
import { TopicArn, sqs, subscription, testSns, wiredSns } from "./testing.ts"

describe("Publish", () => {
  it("keeps what is published to a topic without subscriptions", async () => {
    const { client, sns } = await wiredSns()
    const { MessageId } = await client.send(new PublishCommand({ TopicArn, Message: "anyone?" }))
    const nobody = { protocol: null, endpoint: null, subscriptionArn: null, subject: null }
    expect(sns.outbox()).toMatchObject([
      { messageId: MessageId, topicArn: TopicArn, message: "anyone?", attributes: {}, ...nobody },
    ])
    await sns.reset()
    expect(sns.outbox()).toEqual([])
  })

  it("takes the topic as target", async () => {
    const { client, sns } = await wiredSns()
    await client.send(new PublishCommand({ TargetArn: TopicArn, Message: "hello" }))
    expect(sns.outbox()).toMatchObject([{ topicArn: TopicArn, message: "hello" }])
  })

  it("keeps a message to a phone number as the text for SMS", async () => {
    const { client, sns } = await wiredSns()
    const Message = JSON.stringify({ default: "a long letter", sms: "short" })
    const { MessageId } = await client.send(
      new PublishCommand({ PhoneNumber: "+491701234567", Message, MessageStructure: "json" }),
    )
    expect(sns.outbox()).toEqual([
      {
        messageId: MessageId,
        topicArn: null,
        subscriptionArn: null,
        subject: null,
        message: "short",
        attributes: {},
        protocol: "sms",
        endpoint: "+491701234567",
        time: Date.UTC(2026, 0, 1),
      },
    ])
  })

  it("refuses what is no topic and no phone number", async () => {
    const { client } = await wiredSns()
    const publish = (input: object) => client.send(new PublishCommand({ Message: "x", ...input }))
    await expect(publish({ TopicArn: `${TopicArn}-none` })).rejects.toMatchObject({
      name: "NotFoundException",
      message: "Topic does not exist",
      $metadata: { httpStatusCode: 404 },
    })
    await expect(publish({ TopicArn: "alerts" })).rejects.toThrow(
      "TopicArn Reason: An ARN must have at least 6 elements, not 1",
    )
    await expect(publish({})).rejects.toThrow("TopicArn Reason: no value for required parameter")
    await expect(publish({ PhoneNumber: "0170" })).rejects.toThrow("PhoneNumber Reason: 0170 is not valid")
  })

  it("refuses messages that are empty, too long or not what they say", async () => {
    const { client } = await wiredSns()
    const publish = (input: object) => client.send(new PublishCommand({ TopicArn, Message: "x", ...input }))
    await expect(publish({ Message: "" })).rejects.toMatchObject({
      name: "InvalidParameterException",
      message: "Invalid parameter: Empty message",
    })
    await expect(publish({ Message: "x".repeat(262_145) })).rejects.toThrow("Message too long")
    await expect(publish({ Message: "é".repeat(131_073) })).rejects.toThrow("Message too long")
    await expect(publish({ Subject: "a\nb" })).rejects.toThrow("Invalid parameter: Subject")
    await expect(publish({ MessageStructure: "json" })).rejects.toThrow("failed to parse")
    await expect(publish({ Message: "[]", MessageStructure: "json" })).rejects.toThrow("failed to parse")
    await expect(publish({ Message: '{"sms":"x"}', MessageStructure: "json" })).rejects.toThrow("No default entry")
    await expect(publish({ MessageDeduplicationId: "1" })).rejects.toThrow("not valid for this topic type")
    await publish({ Message: "x".repeat(262_144) })
  })

  it("refuses attributes whose types and values do not fit, and counts them as part of the message", async () => {
    const { client } = await wiredSns()
    const publish = (attribute: object, Message = "x") =>
      client.send(new PublishCommand({ TopicArn, Message, MessageAttributes: { a: attribute as never } }))
    const error = { name: "InvalidParameterValueException" }
    await expect(publish({ DataType: "Text", StringValue: "x" })).rejects.toMatchObject(error)
    await expect(publish({ DataType: "String" })).rejects.toThrow("must contain non-empty message attribute value")
    await expect(publish({ DataType: "Number", StringValue: "many" })).rejects.toThrow("Could not cast")
    const text = { DataType: "String", StringValue: "12345" }
    await expect(publish(text, "x".repeat(262_144 - 11))).rejects.toThrow("Message too long")
    await publish(text, "x".repeat(262_144 - 12))
  })
})

describe("PublishBatch", () => {
  const batch = (...PublishBatchRequestEntries: { Id: string; Message: string }[]) =>
    new PublishBatchCommand({ TopicArn, PublishBatchRequestEntries })

  it("fails entries one by one", async () => {
    const { client, sns } = await wiredSns()
    const { Successful, Failed } = await client.send(batch({ Id: "good", Message: "a" }, { Id: "bad", Message: "" }))
    expect(Successful).toMatchObject([{ Id: "good", MessageId: sns.outbox()[0]?.messageId }])
    expect(Failed).toMatchObject([{ Id: "bad", Code: "InvalidParameter", SenderFault: true }])
    expect(sns.outbox()).toHaveLength(1)
  })

  it("refuses batches with no entries, too many, the same twice or too much text", async () => {
    const { client, sns } = await wiredSns()
    const entry = (Id: string, Message = "a") => ({ Id, Message })
    const named = (name: string) => ({ name: `${name}Exception` })
    await expect(client.send(batch())).rejects.toMatchObject(named("EmptyBatchRequest"))
    const eleven = Array.from({ length: 11 }, (_, index) => entry(String(index)))
    await expect(client.send(batch(...eleven))).rejects.toMatchObject(named("TooManyEntriesInBatchRequest"))
    await expect(client.send(batch(entry("a"), entry("a")))).rejects.toMatchObject(named("BatchEntryIdsNotDistinct"))
    await expect(client.send(batch(entry("a b")))).rejects.toMatchObject(named("InvalidBatchEntryId"))
    const half = "x".repeat(131_073)
    await expect(client.send(batch(entry("a", half), entry("b", half)))).rejects.toMatchObject(
      named("BatchRequestTooLong"),
    )
    expect(sns.outbox()).toEqual([])
  })
})

describe("topics", () => {
  it("are listed, a hundred at a time", async () => {
    const arns = Array.from({ length: 101 }, (_, index) => `${TopicArn}-${index}`)
    const { client } = await wiredSns([], openStore(), { topics: arns.map((arn) => ({ name: arn, arn })) })
    const first = await client.send(new ListTopicsCommand({}))
    const second = await client.send(new ListTopicsCommand({ NextToken: first.NextToken }))
    expect([first.Topics?.length, second.Topics, second.NextToken]).toEqual([100, [{ TopicArn: arns[100] }], undefined])
    await expect(client.send(new ListTopicsCommand({ NextToken: "no token" }))).rejects.toThrow("NextToken")
  })

  it("tell their name for people and their policy", async () => {
    const policy = { Version: "2012-10-17", Statement: [] }
    const topics = [{ name: "alerts", arn: TopicArn, displayName: "Alerts", policy }]
    const { client } = await wiredSns([], openStore(), { topics })
    const { Attributes } = await client.send(new GetTopicAttributesCommand({ TopicArn }))
    expect(Attributes).toMatchObject({ DisplayName: "Alerts", Policy: JSON.stringify(policy) })
  })

  it("tell their attributes and how many subscriptions they have", async () => {
    const { client } = await wiredSns([sqs(), subscription("email", "ann@example.com")])
    const { Attributes } = await client.send(new GetTopicAttributesCommand({ TopicArn }))
    const counts = { SubscriptionsConfirmed: "2", SubscriptionsPending: "0", SubscriptionsDeleted: "0" }
    expect(Attributes).toEqual({ TopicArn, Owner: "000000000000", DisplayName: "", ...counts })
  })

  it("that keep an order are refused by name", () => {
    const topics = [{ name: "orders.fifo", arn: `${TopicArn}.fifo` }]
    expect(() => testSns({ topics })).toThrow("The offline engine has no FIFO topics: orders.fifo")
  })
})

describe("the service", () => {
  it("names the operations that it has", () => {
    expect(testSns().sns.operations.toSorted()).toEqual([
      "ConfirmSubscription",
      "GetSubscriptionAttributes",
      "GetTopicAttributes",
      "ListSubscriptions",
      "ListSubscriptionsByTopic",
      "ListTopics",
      "Publish",
      "PublishBatch",
      "SetSubscriptionAttributes",
      "Subscribe",
      "Unsubscribe",
    ])
  })

  it("refuses operations that it does not have", async () => {
    const { client } = await wiredSns()
    await expect(client.send(new CreateTopicCommand({ Name: "new" }))).rejects.toThrow(
      "does not support sns:CreateTopic",
    )
  })

  it("starts anew on a store whose tables are of another version", () => {
    const store = openStore()
    store.exec("CREATE TABLE sns_outbox (seq INTEGER PRIMARY KEY, topic TEXT); INSERT INTO sns_outbox VALUES (1, 'x')")
    store.exec("CREATE TABLE sns_deliveries (seq INTEGER PRIMARY KEY, endpoint TEXT)")
    expect(testSns({}, store).sns.outbox()).toEqual([])
  })
})
