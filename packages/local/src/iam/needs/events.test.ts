import { Readable } from "node:stream"
import { expect, it } from "vitest"
import { eventsNeeds } from "./events.ts"

const arns = { region: "us-east-1", accountId: "0" }
const arn = (resource: string) => `arn:aws:events:us-east-1:0:${resource}`

function needsOf(operation: string, input: object) {
  const headers = { "x-amz-target": `AWSEvents.${operation}` }
  const request = { method: "POST", path: "/", query: new URLSearchParams(), headers, caller: { accessKeyId: "F" } }
  return eventsNeeds({ ...request, body: Readable.from([]) }, Buffer.from(JSON.stringify(input)), arns)
}

it.each<[string, object, string[]]>([
  ["TestEventPattern", { EventPattern: "{}" }, ["*"]],
  ["ListEventBuses", {}, ["*"]],
  ["ListRules", { EventBusName: "Bus" }, ["*"]],
  ["ListArchives", {}, ["*"]],
  ["ListReplays", {}, ["*"]],
  ["DescribeEventBus", {}, [arn("event-bus/default")]],
  ["DescribeEventBus", { Name: arn("event-bus/Bus") }, [arn("event-bus/Bus")]],
  ["DescribeRule", { Name: "one" }, [arn("rule/one")]],
  ["DescribeRule", { Name: "one", EventBusName: "default" }, [arn("rule/one")]],
  ["DescribeRule", { Name: "one", EventBusName: arn("event-bus/Bus") }, [arn("rule/Bus/one")]],
  ["ListTargetsByRule", { Rule: "one", EventBusName: "Bus" }, [arn("rule/Bus/one")]],
  ["DescribeArchive", { ArchiveName: "all" }, [arn("archive/all")]],
  ["DescribeReplay", { ReplayName: "again" }, [arn("replay/again")]],
  ["CancelReplay", { ReplayName: "again" }, [arn("replay/again")]],
  [
    "StartReplay",
    { ReplayName: "again", EventSourceArn: arn("archive/all"), Destination: { Arn: arn("event-bus/Bus") } },
    [arn("archive/all"), arn("event-bus/Bus"), arn("replay/again")],
  ],
])("%s of %j", (operation, input, resources) => {
  expect(needsOf(operation, input)).toEqual(resources.map((resource) => ({ action: `events:${operation}`, resource })))
})

it("knows no permission for what the engine does not do", () => {
  expect(needsOf("CreateEventBus", { Name: "Bus" })).toBeUndefined()
  expect(needsOf("constructor", {})).toBeUndefined()
})

it("asks for nothing where no event is put", () => {
  expect(needsOf("PutEvents", {})).toEqual([])
})
