import type { ReadNeeds } from "./read-needs.ts"

/** Operations with an action of another name. */
const ACTIONS: Readonly<Record<string, string>> = { PublishBatch: "Publish" }

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsns.html */
export const snsNeeds: ReadNeeds = (_request, body) => {
  const input = new URLSearchParams(body.toString("utf8"))
  const operation = input.get("Action") ?? "(none)"
  const resource = input.get("TopicArn") ?? input.get("TargetArn") ?? "*"
  return [{ action: `sns:${ACTIONS[operation] ?? operation}`, resource }]
}
