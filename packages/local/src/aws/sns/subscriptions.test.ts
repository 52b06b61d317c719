import { describe, expect, it } from "vitest"
import { ListSubscriptionsByTopicCommand, ListSubscriptionsCommand } from "@aws-sdk/client-sns"
import { openStore } from "../../store.ts"
import { calls, functionArn, queueArn, sqs, subscription, testSns, TopicArn, wiredSns } from "./testing.ts"

const queue = queueArn("later")
const Owner = "000000000000"

describe("the stacks' subscriptions", () => {
  it("are listed with their topics, a hundred at a time", async () => {
    const many = Array.from({ length: 101 }, (_, index) =>
      sqs({ arn: `${TopicArn}:${index}`, endpoint: queueArn(String(index)) }),
    )
    const { client } = await wiredSns(many)
    const first = await client.send(new ListSubscriptionsByTopicCommand({ TopicArn }))
    const second = await client.send(new ListSubscriptionsByTopicCommand({ TopicArn, NextToken: first.NextToken }))
    expect(first.Subscriptions).toHaveLength(100)
    expect(second.Subscriptions).toEqual([
      { SubscriptionArn: `${TopicArn}:100`, Owner, Protocol: "sqs", Endpoint: queueArn("100"), TopicArn },
    ])
    const all = await client.send(new ListSubscriptionsCommand({ NextToken: first.NextToken }))
    expect(all.Subscriptions).toEqual(second.Subscriptions)
  })

  it("tell their attributes", async () => {
    const filterPolicy = { kind: ["photo"] }
    const dead = queueArn("dead")
    const { get } = calls(await wiredSns([sqs({ filterPolicy, deadLetterArn: dead, rawMessageDelivery: true })]))
    expect(await get(`${TopicArn}:sqs`)).toEqual({
      SubscriptionArn: `${TopicArn}:sqs`,
      TopicArn,
      Owner,
      Protocol: "sqs",
      Endpoint: queueArn("alerts"),
      SubscriptionPrincipal: `arn:aws:iam::${Owner}:root`,
      PendingConfirmation: "false",
      ConfirmationWasAuthenticated: "true",
      RawMessageDelivery: "true",
      FilterPolicy: JSON.stringify(filterPolicy),
      FilterPolicyScope: "MessageAttributes",
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn: dead }),
    })
  })

  it("keep what the app does to them until the stacks change them", async () => {
    const store = openStore()
    const config = sqs()
    const { unsubscribe, publish } = calls(await wiredSns([config], store))
    await unsubscribe(config.arn)
    expect(await publish()).toEqual([])
    expect(await calls(await wiredSns([config], store)).publish()).toEqual([])
    const changed = { ...config, endpoint: queue }
    expect(await calls(await wiredSns([changed], store)).publish()).toEqual([queue])
    expect(await calls(await wiredSns([config], store)).publish()).toEqual([config.endpoint])
  })
})

describe("Subscribe", () => {
  it("lets a queue have messages at once, after a restart too", async () => {
    const store = openStore()
    const { subscribe, list, publish } = calls(await wiredSns([], store))
    const { SubscriptionArn } = await subscribe("sqs", queue)
    expect(SubscriptionArn).toMatch(new RegExp(`^${TopicArn}:[0-9a-f-]{36}$`))
    expect(await publish()).toEqual([queue])
    const again = calls(await wiredSns([], store))
    expect(await again.publish()).toEqual([queue])
    expect(await again.list()).toEqual(await list())
  })

  it("gives what is there for the same subscription, and refuses other attributes", async () => {
    const { subscribe, list } = calls(await wiredSns([sqs()]))
    const { SubscriptionArn } = await subscribe("sqs", queueArn("alerts"))
    expect(SubscriptionArn).toBe(`${TopicArn}:sqs`)
    await expect(subscribe("sqs", queueArn("alerts"), { Attributes: { RawMessageDelivery: "true" } })).rejects.toThrow(
      "Attributes Reason: Subscription already exists with different attributes",
    )
    expect(await list()).toHaveLength(1)
  })

  it("takes attributes", async () => {
    const { subscribe, get, publish } = calls(await wiredSns())
    const Attributes = {
      FilterPolicy: '{"kind":["photo"]}',
      FilterPolicyScope: "MessageBody",
      RawMessageDelivery: "true",
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn: queueArn("dead") }),
    }
    const { SubscriptionArn } = await subscribe("sqs", queue, { Attributes })
    expect(await get(SubscriptionArn)).toMatchObject(Attributes)
    expect([await publish('{"kind":"photo"}'), await publish('{"kind":"video"}')]).toEqual([[queue], []])
  })

  it.each<[string, string, Record<string, string>, string]>([
    ["fax", "1", {}, "Amazon SNS does not support this protocol string: fax"],
    ["sqs", "http://queue", {}, "SQS endpoint ARN"],
    ["lambda", queue, {}, "Lambda endpoint ARN"],
    ["email", "ann", {}, "Email address"],
    ["https", "http://example.com", {}, "Endpoint must match the specified protocol"],
    ["sms", "ann", {}, "Invalid SMS endpoint: ann"],
    ["sqs", queue, { FilterPolicy: "{" }, "Attributes Reason: FilterPolicy: failed to parse JSON."],
    ["sqs", queue, { FilterPolicyScope: "All" }, "Attributes Reason: FilterPolicyScope: Invalid value [All]"],
    ["lambda", functionArn, { RawMessageDelivery: "true" }, "Delivery protocol [lambda] does not support raw"],
    ["sqs", queue, { RawMessageDelivery: "yes" }, "RawMessageDelivery: Invalid value [yes]"],
    ["sqs", queue, { RedrivePolicy: "dead" }, "RedrivePolicy: failed to parse JSON."],
    ["sqs", queue, { RedrivePolicy: '{"deadLetterTargetArn":"dead"}' }, "deadLetterTargetArn is an invalid arn"],
    ["sqs", queue, { DeliveryPolicy: "{}" }, "the offline engine has no DeliveryPolicy"],
    ["sqs", queue, { Colour: "red" }, "Invalid parameter: AttributeName"],
  ])("refuses %s to %s with %j", async (protocol, endpoint, Attributes, reason) => {
    const { subscribe, list } = calls(await wiredSns())
    await expect(subscribe(protocol, endpoint, { Attributes })).rejects.toMatchObject({
      name: "InvalidParameterException",
      message: expect.stringContaining(reason),
    })
    expect(await list()).toEqual([])
  })

  it("refuses a topic that is not there", async () => {
    const { subscribe } = calls(await wiredSns())
    await expect(subscribe("sqs", queue, { TopicArn: `${TopicArn}-none` })).rejects.toThrow("Topic does not exist")
  })
})

describe("SetSubscriptionAttributes", () => {
  it("changes who gets what, and takes a policy away", async () => {
    const { set, get, publish } = calls(await wiredSns([sqs()]))
    const arn = `${TopicArn}:sqs`
    await set(arn, "FilterPolicy", '{"kind":["photo"]}')
    expect(await publish()).toEqual([])
    await set(arn, "FilterPolicy", "")
    expect(await publish()).toEqual([queueArn("alerts")])
    await set(arn, "RedrivePolicy", JSON.stringify({ deadLetterTargetArn: queue }))
    await set(arn, "RedrivePolicy", "")
    expect(Object.keys((await get(arn)) ?? {})).not.toContain("RedrivePolicy")
  })

  it("refuses what does not fit, and changes nothing then", async () => {
    const { set, get } = calls(await wiredSns([sqs()]))
    const arn = `${TopicArn}:sqs`
    const before = await get(arn)
    await expect(set(arn, "FilterPolicy", '{"a":{"b":["x"]}}')).rejects.toThrow("does not support nested filter policy")
    await expect(set(arn, "FilterPolicy", '{"a":"x"}')).rejects.toThrow('Invalid parameter: FilterPolicy: "a" must be')
    await expect(set(arn, "Endpoint", queue)).rejects.toThrow("Invalid parameter: AttributeName")
    expect(await get(arn)).toEqual(before)
  })
})

describe("Unsubscribe", () => {
  it("ends a subscription, and may be called again", async () => {
    const { subscribe, unsubscribe, publish, get } = calls(await wiredSns())
    const { SubscriptionArn } = await subscribe("sqs", queue)
    await unsubscribe(SubscriptionArn)
    await unsubscribe(SubscriptionArn)
    expect(await publish()).toEqual([])
    await expect(get(SubscriptionArn)).rejects.toMatchObject({
      name: "NotFoundException",
      message: "Subscription does not exist",
    })
  })

  it("refuses what is no ARN of a topic's subscription", async () => {
    const { unsubscribe } = calls(await wiredSns())
    await expect(unsubscribe("mine")).rejects.toThrow("SubscriptionArn Reason: An ARN must have at least 6 elements")
    await expect(unsubscribe(`${TopicArn}-none:1`)).rejects.toThrow("Topic does not exist")
  })
})

it("a reset brings back what the stacks declare, and nothing else", async () => {
  const wired = await wiredSns([sqs(), subscription("email", "ann@example.com")])
  const { subscribe, unsubscribe, list } = calls(wired)
  const before = await list()
  await subscribe("sqs", queue)
  await unsubscribe(`${TopicArn}:sqs`)
  await wired.sns.reset()
  expect(await list()).toEqual(before)
})

it("a subscription of the app's own goes with its topic", async () => {
  const store = openStore()
  await calls(await wiredSns([], store)).subscribe("sqs", queue)
  const other = [{ name: "other", arn: `${TopicArn}-other` }]
  testSns({ topics: other }, store)
  expect(await calls(await wiredSns([], store)).list()).toEqual([])
})
