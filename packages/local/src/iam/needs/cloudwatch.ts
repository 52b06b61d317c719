import { plainBody } from "../../aws/cloudwatch/plain-body.ts"
import { jsonCall, type ReadNeeds, textOf } from "./read-needs.ts"

/** Metrics are no resources: a policy tells them apart by their namespace. https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html */
export const cloudwatchNeeds: ReadNeeds = (request, body) => {
  const { operation, input } = jsonCall(request, plainBody(request.headers, body))
  const need = { action: `cloudwatch:${operation}`, resource: "*" }
  if (operation !== "PutMetricData") return [need]
  return [{ ...need, context: { "cloudwatch:namespace": textOf(input, "Namespace") } }]
}
