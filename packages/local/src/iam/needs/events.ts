import type { Need } from "../need.ts"
import { type Arns, arnOf } from "./arns.ts"
import { asRecord, jsonCall, type ReadNeeds, textOf } from "./read-needs.ts"

type Input = Record<string, unknown>
type Resources = (input: Input, arns: Arns) => readonly string[]

const anything: Resources = () => ["*"]

const named = (kind: string, field: string): Resources => {
  return (input, arns) => [arnOf("events", `${kind}/`, textOf(input, field) ?? "", arns)]
}

/** The bus is of no name in a rule's ARN where it is the default one. */
const rule = (field: string): Resources => {
  return (input, arns) => {
    const bus = textOf(input, "EventBusName")?.split("/").at(-1) ?? "default"
    return [arnOf("events", bus === "default" ? "rule/" : `rule/${bus}/`, textOf(input, field) ?? "", arns)]
  }
}

const bus: Resources = (input, arns) => [arnOf("events", "event-bus/", textOf(input, "Name") ?? "default", arns)]

const replay: Resources = (input, arns) => [
  textOf(input, "EventSourceArn") ?? "*",
  textOf(asRecord(input["Destination"]), "Arn") ?? "*",
  ...named("replay", "ReplayName")(input, arns),
]

/** All of these resources are needed, each by the action of the operation's name. https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridge.html */
const RESOURCES: Readonly<Record<string, Resources>> = {
  CancelReplay: named("replay", "ReplayName"),
  DescribeArchive: named("archive", "ArchiveName"),
  DescribeEventBus: bus,
  DescribeReplay: named("replay", "ReplayName"),
  DescribeRule: rule("Name"),
  DisableRule: rule("Name"),
  EnableRule: rule("Name"),
  ListArchives: anything,
  ListEventBuses: anything,
  ListReplays: anything,
  ListRuleNamesByTarget: anything,
  ListRules: anything,
  ListTargetsByRule: rule("Rule"),
  StartReplay: replay,
  TestEventPattern: anything,
}

export const eventsNeeds: ReadNeeds = (request, body, arns) => {
  const { operation, input } = jsonCall(request, body)
  if (operation === "PutEvents") return putting(input, arns)
  const resources = Object.hasOwn(RESOURCES, operation) ? RESOURCES[operation] : undefined
  return resources?.(input, arns).map((resource) => ({ action: `events:${operation}`, resource }))
}

/** Each entry for itself. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-conditions.html */
function putting(input: Input, arns: Arns): Need[] {
  const entries = Array.isArray(input["Entries"]) ? input["Entries"].map(asRecord) : []
  return entries.map((entry) => ({
    action: "events:PutEvents",
    resource: arnOf("events", "event-bus/", textOf(entry, "EventBusName") ?? "default", arns),
    context: { "events:source": textOf(entry, "Source"), "events:detail-type": textOf(entry, "DetailType") },
  }))
}
