import { findRoute } from "../../aws/iot/routes.ts"
import { arnOf } from "./arns.ts"
import type { ReadNeeds } from "./read-needs.ts"

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsiot.html */
export const iotNeeds: ReadNeeds = (request, _body, arns) => {
  const route = findRoute(request)
  if (route === undefined) return undefined
  // Any text is a topic, one that looks like an ARN too.
  return [{ action: `iot:${route.operation}`, resource: arnOf("iot", `topic/${route.subject}`, "", arns) }]
}
