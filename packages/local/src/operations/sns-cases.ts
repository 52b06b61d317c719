import {
  ConfirmSubscriptionCommand,
  GetSubscriptionAttributesCommand,
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  ListSubscriptionsCommand,
  ListTopicsCommand,
  PublishBatchCommand,
  PublishCommand,
  SetSubscriptionAttributesCommand,
  SubscribeCommand,
  UnsubscribeCommand,
} from "@aws-sdk/client-sns"
import { expect } from "vitest"
import { type Cases, type Clients, received, receivedJson } from "./clients.ts"
import { arns } from "./arns.ts"
import { operationsGraph } from "./graph.ts"

const TopicArn = arns.topic("news")
const Quiet = arns.topic("quiet")
const [{ arn: SubscriptionArn } = { arn: "" }] = operationsGraph.subscriptions

/** A queue's subscription to the topic that has none by itself. */
const subscribe = async ({ sns }: Clients, Attributes: Record<string, string> = {}) => {
  const queue = { Protocol: "sqs", Endpoint: arns.queue("orders") }
  return (await sns.send(new SubscribeCommand({ TopicArn: Quiet, ...queue, Attributes }))).SubscriptionArn
}

/** One that waits until somebody confirms it. */
const subscribeWebHook = async ({ sns }: Clients) => {
  const hook = { Protocol: "https", Endpoint: "https://hook.example/", ReturnSubscriptionArn: true }
  return (await sns.send(new SubscribeCommand({ TopicArn: Quiet, ...hook }))).SubscriptionArn
}

const attributesOf = async ({ sns }: Clients, arn: string | undefined) =>
  (await sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn: arn }))).Attributes

export const snsCases: Cases = {
  async Publish(clients) {
    const publish = new PublishCommand({ TopicArn, Message: "news & more", Subject: "Today" })
    const { MessageId } = await clients.sns.send(publish)
    expect(await receivedJson(clients, "notifications")).toMatchObject({
      Type: "Notification",
      MessageId,
      TopicArn,
      Subject: "Today",
      Message: "news & more",
    })
  },
  async PublishBatch(clients) {
    const PublishBatchRequestEntries = [
      { Id: "good", Message: "one" },
      { Id: "bad", Message: "two", Subject: "x".repeat(101) },
    ]
    const batch = new PublishBatchCommand({ TopicArn, PublishBatchRequestEntries })
    const { Successful, Failed } = await clients.sns.send(batch)
    expect(Successful).toMatchObject([{ Id: "good" }])
    expect(Failed).toMatchObject([{ Id: "bad", Code: "InvalidParameter", SenderFault: true }])
    const [{ MessageId } = {}] = Successful ?? []
    expect(await receivedJson(clients, "notifications")).toMatchObject({ MessageId, Message: "one" })
  },
  async ListTopics({ sns }) {
    const { Topics } = await sns.send(new ListTopicsCommand({}))
    expect(Topics).toEqual([{ TopicArn }, { TopicArn: Quiet }])
  },
  async GetTopicAttributes(clients) {
    await subscribe(clients)
    await subscribeWebHook(clients)
    const { Attributes } = await clients.sns.send(new GetTopicAttributesCommand({ TopicArn: Quiet }))
    expect(Attributes).toMatchObject({
      TopicArn: Quiet,
      Owner: "000000000000",
      SubscriptionsConfirmed: "1",
      SubscriptionsPending: "1",
    })
  },
  async ListSubscriptions(clients) {
    const own = await subscribe(clients)
    const { Subscriptions } = await clients.sns.send(new ListSubscriptionsCommand({}))
    expect(Subscriptions?.map((one) => one.SubscriptionArn)).toEqual([SubscriptionArn, own])
  },
  async ListSubscriptionsByTopic(clients) {
    await subscribe(clients)
    await subscribeWebHook(clients)
    const { Subscriptions } = await clients.sns.send(new ListSubscriptionsByTopicCommand({ TopicArn: Quiet }))
    expect(Subscriptions).toMatchObject([
      { TopicArn: Quiet, Protocol: "sqs", Endpoint: arns.queue("orders") },
      { SubscriptionArn: "PendingConfirmation", Protocol: "https" },
    ])
  },
  async GetSubscriptionAttributes(clients) {
    expect(await attributesOf(clients, SubscriptionArn)).toMatchObject({
      SubscriptionArn,
      TopicArn,
      Protocol: "sqs",
      Endpoint: arns.queue("notifications"),
      RawMessageDelivery: "false",
      PendingConfirmation: "false",
    })
  },
  async Subscribe(clients) {
    const FilterPolicy = JSON.stringify({ kind: ["wanted"] })
    await subscribe(clients, { RawMessageDelivery: "true", FilterPolicy })
    for (const kind of ["unwanted", "wanted"]) {
      const MessageAttributes = { kind: { DataType: "String", StringValue: kind } }
      await clients.sns.send(new PublishCommand({ TopicArn: Quiet, Message: kind, MessageAttributes }))
    }
    expect(await received(clients, "orders")).toEqual(["wanted"])
  },
  async ConfirmSubscription(clients) {
    const arn = await subscribeWebHook(clients)
    expect(await attributesOf(clients, arn)).toMatchObject({ PendingConfirmation: "true" })
    const { Token } = JSON.parse(clients.engine.sns.outbox()[0]?.message ?? "{}") as { Token?: string }
    const confirm = new ConfirmSubscriptionCommand({ TopicArn: Quiet, Token })
    expect((await clients.sns.send(confirm)).SubscriptionArn).toBe(arn)
    expect(await attributesOf(clients, arn)).toMatchObject({ PendingConfirmation: "false" })
  },
  async Unsubscribe(clients) {
    const arn = await subscribe(clients)
    await clients.sns.send(new UnsubscribeCommand({ SubscriptionArn: arn }))
    await expect(attributesOf(clients, arn)).rejects.toMatchObject({ name: "NotFoundException" })
    await clients.sns.send(new PublishCommand({ TopicArn: Quiet, Message: "to nobody" }))
    await clients.engine.sns.idle()
    expect(clients.engine.sqs.depth(arns.queue("orders")).visible).toBe(0)
  },
  async SetSubscriptionAttributes(clients) {
    const arn = await subscribe(clients)
    const raw = { AttributeName: "RawMessageDelivery", AttributeValue: "true" }
    await clients.sns.send(new SetSubscriptionAttributesCommand({ SubscriptionArn: arn, ...raw }))
    await clients.sns.send(new PublishCommand({ TopicArn: Quiet, Message: "as it is" }))
    expect(await received(clients, "orders")).toEqual(["as it is"])
  },
}
