import { DEFAULT_GROUP } from "../../aws/scheduler/config.ts"
import { findRoute, type SchedulerOperation } from "../../aws/scheduler/routes.ts"
import type { FoundRoute } from "../../aws/rest-routes.ts"
import type { Need } from "../need.ts"
import { arnOf, type Arns } from "./arns.ts"
import { asRecord, jsonCall, type ReadNeeds, textOf } from "./read-needs.ts"

const WRITING: readonly SchedulerOperation[] = ["CreateSchedule", "UpdateSchedule"]

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridgescheduler.html */
export const schedulerNeeds: ReadNeeds = (request, body, arns) => {
  const route = findRoute(request)
  if (route === undefined) return undefined
  const { input } = jsonCall(request, body)
  const need = { action: `scheduler:${route.operation}`, resource: resourceOf(route, request.query, input, arns) }
  return [need, ...furtherNeeds(route, input, arns)]
}

/** What lists has no resource. A body names the group of a schedule that is written, a query that of one that is read. */
function resourceOf(
  { operation, subject: name }: FoundRoute<SchedulerOperation>,
  query: URLSearchParams,
  input: Record<string, unknown>,
  arns: Arns,
): string {
  if (name === "") return "*"
  if (operation.endsWith("Group")) return arnOf("scheduler", "schedule-group/", name, arns)
  const group = WRITING.includes(operation) ? textOf(input, "GroupName") : query.get("groupName")
  return arnOf("scheduler", `schedule/${group ?? DEFAULT_GROUP}/`, name, arns)
}

/** Who has Scheduler act in a role's name hands that role to it; who deletes a group deletes its schedules. */
function furtherNeeds(
  { operation, subject: name }: FoundRoute<SchedulerOperation>,
  input: Record<string, unknown>,
  arns: Arns,
): Need[] {
  if (operation === "DeleteScheduleGroup")
    return [{ action: "scheduler:DeleteSchedule", resource: arnOf("scheduler", `schedule/${name}/`, "*", arns) }]
  const role = textOf(asRecord(input["Target"]), "RoleArn")
  if (role === undefined || !WRITING.includes(operation)) return []
  return [{ action: "iam:PassRole", resource: role, context: { "iam:PassedToService": "scheduler.amazonaws.com" } }]
}
