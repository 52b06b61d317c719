import { arnOf } from "./arns.ts"
import { asRecord, jsonCall, type ReadNeeds, textOf } from "./read-needs.ts"

/** PutEvents, each entry for itself; functions have nothing else to do here. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-conditions.html */
export const eventsNeeds: ReadNeeds = (request, body, arns) => {
  const { operation, input } = jsonCall(request, body)
  if (operation !== "PutEvents") return undefined
  const entries = Array.isArray(input["Entries"]) ? input["Entries"].map(asRecord) : []
  return entries.map((entry) => ({
    action: "events:PutEvents",
    resource: arnOf("events", "event-bus/", textOf(entry, "EventBusName") ?? "default", arns),
    context: { "events:source": textOf(entry, "Source"), "events:detail-type": textOf(entry, "DetailType") },
  }))
}
