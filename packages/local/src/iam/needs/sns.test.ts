import { Readable } from "node:stream"
import { expect, it } from "vitest"
import { snsNeeds } from "./sns.ts"

const arns = { region: "us-east-1", accountId: "0" }
const TopicArn = "arn:aws:sns:us-east-1:0:news"
const other = "arn:aws:sns:us-east-1:0:other"
const SubscriptionArn = `${TopicArn}:5b2c`

function needsOf(Action: string, input: Record<string, string>) {
  const request = { method: "POST", path: "/", query: new URLSearchParams(), headers: {}, caller: { accessKeyId: "F" } }
  const body = Buffer.from(new URLSearchParams({ Action, ...input }).toString())
  return snsNeeds({ ...request, body: Readable.from([]) }, body, arns)?.map(({ action, resource }) => [
    action,
    resource,
  ])
}

it.each<[string, Record<string, string>, string, string]>([
  ["Publish", { TopicArn }, "Publish", TopicArn],
  ["Publish", { TargetArn: TopicArn }, "Publish", TopicArn],
  ["Publish", { PhoneNumber: "+491701234567" }, "Publish", "*"],
  ["PublishBatch", { TopicArn }, "Publish", TopicArn],
  ["ListTopics", {}, "ListTopics", "*"],
  ["ListSubscriptions", {}, "ListSubscriptions", "*"],
  ["ListSubscriptionsByTopic", { TopicArn }, "ListSubscriptionsByTopic", TopicArn],
  ["GetTopicAttributes", { TopicArn }, "GetTopicAttributes", TopicArn],
  ["Subscribe", { TopicArn, Endpoint: other }, "Subscribe", TopicArn],
  ["ConfirmSubscription", { TopicArn, Token: "t" }, "ConfirmSubscription", TopicArn],
  ["Unsubscribe", { SubscriptionArn }, "Unsubscribe", TopicArn],
  ["GetSubscriptionAttributes", { SubscriptionArn }, "GetSubscriptionAttributes", TopicArn],
  ["SetSubscriptionAttributes", { SubscriptionArn }, "SetSubscriptionAttributes", TopicArn],
  ["CreateTopic", { Name: "news" }, "CreateTopic", "*"],
])("%s of %j needs sns:%s on %s", (operation, input, action, resource) => {
  expect(needsOf(operation, input)).toEqual([[`sns:${action}`, resource]])
})

it.each<[string, Record<string, string>]>([
  ["Publish", { TopicArn, SubscriptionArn: `${other}:1` }],
  ["PublishBatch", { TopicArn, TargetArn: other, PhoneNumber: "+491701234567" }],
  ["Subscribe", { TopicArn, TargetArn: other }],
  ["Unsubscribe", { SubscriptionArn, TopicArn: other }],
])("%s is not led astray by the fields of other operations in %j", (operation, input) => {
  expect(needsOf(operation, input)?.[0]?.[1]).toBe(TopicArn)
})
