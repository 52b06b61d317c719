import { parseFunctionName } from "../../aws/lambda/function-name.ts"
import { findRoute } from "../../aws/lambda/routes.ts"
import { type Arns, arnOf } from "./arns.ts"
import type { ReadNeeds } from "./read-needs.ts"

/** Operations with an action of another name. */
const ACTIONS: Readonly<Record<string, string>> = { Invoke: "InvokeFunction" }

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html */
export const lambdaNeeds: ReadNeeds = (request, _body, arns) => {
  const route = findRoute(request)
  if (route === undefined) return undefined
  const { operation, subject } = route
  return [{ action: `lambda:${ACTIONS[operation] ?? operation}`, resource: resourceOf(operation, subject, arns) }]
}

/** What lists has no resource. */
function resourceOf(operation: string, subject: string, arns: Arns): string {
  if (subject === "") return "*"
  if (operation.endsWith("EventSourceMapping")) return arnOf("lambda", "event-source-mapping:", subject, arns)
  return parseFunctionName(subject, arns)?.arn ?? subject
}
