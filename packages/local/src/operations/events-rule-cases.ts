import {
  DescribeEventBusCommand,
  DescribeRuleCommand,
  ListEventBusesCommand,
  ListRuleNamesByTargetCommand,
  ListRulesCommand,
  ListTargetsByRuleCommand,
  PutEventsCommand,
  TestEventPatternCommand,
} from "@aws-sdk/client-eventbridge"
import { expect } from "vitest"
import { type Cases, receivedJson } from "./clients.ts"
import { arns } from "./arns.ts"
import { ordered } from "./ordered.ts"

const BUS = { EventBusName: "shop" }

const envelope = {
  id: "1",
  account: "000000000000",
  time: "2026-01-01T00:00:00Z",
  region: "us-east-1",
  resources: [],
  "detail-type": "Ordered",
  detail: {},
}

export const eventsRuleCases: Cases = {
  async PutEvents(clients) {
    const Entries = [ordered(1), { ...ordered(2), Detail: "no JSON" }, { ...ordered(3), Source: "other" }]
    const put = await clients.events.send(new PutEventsCommand({ Entries }))
    expect(put.FailedEntryCount).toBe(1)
    expect(put.Entries?.map(({ ErrorCode }) => ErrorCode)).toEqual([undefined, "MalformedDetail", undefined])
    expect(await receivedJson(clients, "orders")).toMatchObject({
      id: put.Entries?.[0]?.EventId,
      source: "shop",
      "detail-type": "Ordered",
      account: "000000000000",
      detail: { number: 1 },
    })
    await clients.engine.events.idle()
    expect(clients.engine.sqs.depth(arns.queue("orders")).visible).toBe(0)
  },
  async TestEventPattern({ events }) {
    const test = async (source: string) => {
      const Event = JSON.stringify({ ...envelope, source })
      const EventPattern = JSON.stringify({ source: [{ prefix: "shop." }] })
      return (await events.send(new TestEventPatternCommand({ Event, EventPattern }))).Result
    }
    expect([await test("shop.web"), await test("web")]).toEqual([true, false])
  },
  async ListEventBuses({ events }) {
    const { EventBuses } = await events.send(new ListEventBusesCommand({ NamePrefix: "sh" }))
    expect(EventBuses).toEqual([{ Name: "shop", Arn: arns.bus("shop") }])
  },
  async DescribeEventBus({ events }) {
    expect(await events.send(new DescribeEventBusCommand({}))).toMatchObject({
      Name: "default",
      Arn: arns.bus("default"),
    })
    expect(await events.send(new DescribeEventBusCommand({ Name: "shop" }))).toMatchObject({ Arn: arns.bus("shop") })
  },
  async ListRules({ events }) {
    const { Rules } = await events.send(new ListRulesCommand(BUS))
    expect(Rules).toMatchObject([{ Name: "orders", Arn: arns.rule("shop/orders"), State: "ENABLED", ...BUS }])
  },
  async ListRuleNamesByTarget({ events }) {
    const names = async (queue: string) =>
      (await events.send(new ListRuleNamesByTargetCommand({ ...BUS, TargetArn: arns.queue(queue) }))).RuleNames
    expect([await names("orders"), await names("work")]).toEqual([["orders"], []])
  },
  async DescribeRule({ events }) {
    const nightly = await events.send(new DescribeRuleCommand({ Name: "nightly" }))
    expect(nightly).toMatchObject({ ScheduleExpression: "rate(1 day)", State: "DISABLED", EventBusName: "default" })
    const { EventPattern = "" } = await events.send(new DescribeRuleCommand({ ...BUS, Name: "orders" }))
    expect(JSON.parse(EventPattern)).toEqual({ source: ["shop"], "detail-type": ["Ordered"] })
  },
  async ListTargetsByRule({ events }) {
    const { Targets } = await events.send(new ListTargetsByRuleCommand({ ...BUS, Rule: "orders" }))
    expect(Targets).toEqual([
      {
        Id: "queue",
        Arn: arns.queue("orders"),
        DeadLetterConfig: { Arn: arns.queue("dead-letters") },
        RetryPolicy: { MaximumRetryAttempts: 3, MaximumEventAgeInSeconds: 600 },
      },
    ])
  },
}
