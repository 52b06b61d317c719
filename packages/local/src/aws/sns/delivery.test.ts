import { describe, expect, it } from "vitest"
import { PublishCommand } from "@aws-sdk/client-sns"
import { functionArn, queueArn, sqs, subscription, TopicArn, wiredSns } from "./testing.ts"

const queue = queueArn("alerts")
const MessageAttributes = { n: { DataType: "Number", StringValue: "1" } }
const attributes = { n: { Type: "Number", Value: "1" } }
const unsubscribe = (protocol: string) =>
  `https://sns.us-east-1.amazonaws.com/?Action=Unsubscribe&SubscriptionArn=${TopicArn}:${protocol}`

describe("a queue", () => {
  it("gets SNS's envelope", async () => {
    const { client, delivered, sns } = await wiredSns([sqs()])
    const { MessageId } = await client.send(
      new PublishCommand({ TopicArn, Message: "<hello> & grüße", Subject: "Hi", MessageAttributes }),
    )
    await sns.idle()
    const [[target, body, from, raw] = []] = delivered
    expect([target, from, raw]).toEqual([
      { arn: queue, protocol: "sqs" },
      { topicArn: TopicArn, subscriptionArn: `${TopicArn}:sqs` },
      undefined,
    ])
    expect(JSON.parse(body ?? "")).toEqual({
      Type: "Notification",
      MessageId,
      TopicArn,
      Subject: "Hi",
      Message: "<hello> & grüße",
      Timestamp: "2026-01-01T00:00:00.000Z",
      SignatureVersion: "1",
      Signature: expect.any(String),
      SigningCertURL: expect.stringContaining("https://sns.us-east-1.amazonaws.com/"),
      UnsubscribeURL: unsubscribe("sqs"),
      MessageAttributes: attributes,
    })
  })

  it("gets the bare message and its attributes where the subscription wants it raw", async () => {
    const { client, delivered, sns } = await wiredSns([sqs({ rawMessageDelivery: true })])
    await client.send(new PublishCommand({ TopicArn, Message: "bare", MessageAttributes }))
    await sns.idle()
    expect(delivered.map(([, ...rest]) => rest)).toMatchObject([["bare", { topicArn: TopicArn }, attributes]])
  })
})

it("a function gets an event of one record", async () => {
  const { client, delivered, sns } = await wiredSns([subscription("lambda", functionArn)])
  const Message = JSON.stringify({ default: "short", lambda: "for code", sqs: 1 })
  const { MessageId } = await client.send(
    new PublishCommand({ TopicArn, Message, MessageStructure: "json", MessageAttributes }),
  )
  await sns.idle()
  expect(delivered[0]?.[0]).toEqual({ arn: functionArn, protocol: "lambda" })
  expect(JSON.parse(delivered[0]?.[1] ?? "")).toEqual({
    Records: [
      {
        EventSource: "aws:sns",
        EventVersion: "1.0",
        EventSubscriptionArn: `${TopicArn}:lambda`,
        Sns: {
          Type: "Notification",
          MessageId,
          TopicArn,
          Subject: null,
          Message: "for code",
          Timestamp: "2026-01-01T00:00:00.000Z",
          SignatureVersion: "1",
          Signature: expect.any(String),
          SigningCertUrl: expect.any(String),
          UnsubscribeUrl: unsubscribe("lambda"),
          MessageAttributes: attributes,
        },
      },
    ],
  })
})

describe("the outbox", () => {
  const app = "arn:aws:sns:us-east-1:000000000000:endpoint/APNS/shop/1"
  const Message = JSON.stringify({ default: "short", email: "a long letter", sms: "hi", APNS: "{}", https: "hook" })

  async function outboxOf(protocol: string, endpoint: string, more = {}) {
    const { client, sns } = await wiredSns([subscription(protocol, endpoint, more)])
    await client.send(new PublishCommand({ TopicArn, Message, MessageStructure: "json" }))
    return sns.outbox()
  }

  it("keeps mail in the words for mail", async () => {
    expect(await outboxOf("email", "ann@example.com")).toEqual([
      {
        messageId: expect.any(String),
        topicArn: TopicArn,
        subscriptionArn: `${TopicArn}:email`,
        subject: "AWS Notification Message",
        message: "a long letter",
        attributes: {},
        protocol: "email",
        endpoint: "ann@example.com",
        time: Date.UTC(2026, 0, 1),
      },
    ])
  })

  it.each([
    ["sms", "+491701234567", {}, "hi"],
    ["application", app, {}, "{}"],
    ["https", "https://example.com/hook", { rawMessageDelivery: true }, "hook"],
  ])("keeps for %s to %s with %j the text alone", async (protocol, endpoint, more, text) => {
    expect(await outboxOf(protocol, endpoint, more)).toMatchObject([{ protocol, endpoint, message: text }])
  })

  it.each([
    ["http", "http://example.com/hook", "short"],
    ["https", "https://example.com/hook", "hook"],
    ["email-json", "ann@example.com", "short"],
    ["firehose", "arn:aws:firehose:us-east-1:000000000000:deliverystream/all", "short"],
  ])("keeps for %s to %s the envelope", async (protocol, endpoint, text) => {
    const [kept] = await outboxOf(protocol, endpoint)
    const envelope = { Type: "Notification", MessageId: kept?.messageId, TopicArn, Message: text }
    expect(JSON.parse(kept?.message ?? "")).toMatchObject({ ...envelope, UnsubscribeURL: unsubscribe(protocol) })
  })
})
