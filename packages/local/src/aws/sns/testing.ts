import {
  ConfirmSubscriptionCommand,
  GetSubscriptionAttributesCommand,
  ListSubscriptionsCommand,
  PublishCommand,
  SetSubscriptionAttributesCommand,
  SNSClient,
  SubscribeCommand,
  type SubscribeCommandInput,
  UnsubscribeCommand,
} from "@aws-sdk/client-sns"
import { onTestFinished } from "vitest"
import { manualClock } from "../../clock.ts"
import { openStore } from "../../store.ts"
import { startGateway } from "../gateway.ts"
import { snsService, type Deliver, type DroppedDelivery, type SnsOptions, type SubscriptionConfig } from "./sns.ts"

export const TopicArn = "arn:aws:sns:us-east-1:000000000000:alerts"
export const queueArn = (name: string) => `arn:aws:sqs:us-east-1:000000000000:${name}`
export const functionArn = "arn:aws:lambda:us-east-1:000000000000:function:alerts"

export function subscription(
  protocol: string,
  endpoint: string,
  more: Partial<SubscriptionConfig> = {},
): SubscriptionConfig {
  return { arn: `${TopicArn}:${protocol}`, topicArn: TopicArn, protocol, endpoint, ...more }
}

export const sqs = (more: Partial<SubscriptionConfig> = {}) => subscription("sqs", queueArn("alerts"), more)

/** A service on a manual clock whose targets are a list; `failing` holds what the targets of an ARN throw. */
export function testSns(options: Partial<SnsOptions> = {}, store = openStore(), clock = manualClock()) {
  const delivered: Parameters<Deliver>[] = []
  const attempts: string[] = []
  const dropped: DroppedDelivery[] = []
  const failing = new Map<string, Error>()
  const deliver: Deliver = async (...delivery) => {
    const [{ arn }] = delivery
    attempts.push(arn)
    const error = failing.get(arn)
    if (error !== undefined) throw error
    delivered.push(delivery)
  }
  const topics = [{ name: "alerts", arn: TopicArn }]
  const onDropped = (delivery: DroppedDelivery) => void dropped.push(delivery)
  const sns = snsService(
    { topics, subscriptions: [], deliver, onDropped, ...options },
    { clock, store, region: "us-east-1", accountId: "000000000000" },
  )
  onTestFinished(() => sns.close())
  return { sns, delivered, attempts, dropped, failing, clock, store }
}

/** The same, behind a gateway and the real SDK. */
export async function wiredSns(
  subscriptions: SubscriptionConfig[] = [],
  store = openStore(),
  options: Partial<SnsOptions> = {},
) {
  const parts = testSns({ subscriptions, ...options }, store)
  const gateway = await startGateway({ port: 0, services: [parts.sns] })
  const credentials = { accessKeyId: "local", secretAccessKey: "local" }
  const client = new SNSClient({ endpoint: gateway.url, region: "us-east-1", credentials, maxAttempts: 1 })
  onTestFinished(() => client.destroy())
  onTestFinished(() => gateway.close())
  return { ...parts, client }
}

type Wired = Awaited<ReturnType<typeof wiredSns>>

/** What tests do with subscriptions, in short. */
export const calls = ({ client, sns, delivered }: Wired) => ({
  subscribe: (Protocol: string, Endpoint: string, more: Partial<SubscribeCommandInput> = {}) =>
    client.send(new SubscribeCommand({ TopicArn, Protocol, Endpoint, ...more })),
  set: (SubscriptionArn: string | undefined, AttributeName: string, AttributeValue: string) =>
    client.send(new SetSubscriptionAttributesCommand({ SubscriptionArn, AttributeName, AttributeValue })),
  get: async (SubscriptionArn: string | undefined) =>
    (await client.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }))).Attributes,
  list: async () => (await client.send(new ListSubscriptionsCommand({}))).Subscriptions,
  unsubscribe: (SubscriptionArn: string | undefined) => client.send(new UnsubscribeCommand({ SubscriptionArn })),
  confirm: (Token: string) => client.send(new ConfirmSubscriptionCommand({ TopicArn, Token })),
  /** What was delivered to whom. */
  publish: async (Message = "x") => {
    const before = delivered.length
    await client.send(new PublishCommand({ TopicArn, Message }))
    await sns.idle()
    return delivered.slice(before).map(([{ arn }]) => arn)
  },
})
