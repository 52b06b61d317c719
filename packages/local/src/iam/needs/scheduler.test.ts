import { Readable } from "node:stream"
import { expect, it } from "vitest"
import { schedulerNeeds } from "./scheduler.ts"

const arns = { region: "us-east-1", accountId: "000000000000" }
const RoleArn = "arn:aws:iam::000000000000:role/scheduler"

/** `action resource` of each permission, the resource without what all of Scheduler's ARNs begin with. */
function needsOf(method: string, url: string, input: object = {}) {
  const [path = "", query] = url.split("?")
  const parts = { method, path, query: new URLSearchParams(query), headers: {}, caller: { accessKeyId: "F" } }
  const body = Buffer.from(JSON.stringify(input))
  const needs = schedulerNeeds({ ...parts, body: Readable.from([]) }, body, arns)
  return needs?.map(({ action, resource }) => {
    return `${action} ${resource.replace("arn:aws:scheduler:us-east-1:000000000000:", "")}`
  })
}

it.each([
  ["GET", "/schedules/nightly", {}, ["scheduler:GetSchedule schedule/default/nightly"]],
  ["GET", "/schedules/nightly?groupName=g", {}, ["scheduler:GetSchedule schedule/g/nightly"]],
  ["DELETE", "/schedules/nightly?groupName=g", {}, ["scheduler:DeleteSchedule schedule/g/nightly"]],
  ["GET", "/schedules?ScheduleGroup=g", {}, ["scheduler:ListSchedules *"]],
  ["POST", "/schedule-groups/g", {}, ["scheduler:CreateScheduleGroup schedule-group/g"]],
  ["GET", "/schedule-groups/g", {}, ["scheduler:GetScheduleGroup schedule-group/g"]],
  ["GET", "/schedule-groups", {}, ["scheduler:ListScheduleGroups *"]],
  [
    "DELETE",
    "/schedule-groups/g",
    {},
    ["scheduler:DeleteScheduleGroup schedule-group/g", "scheduler:DeleteSchedule schedule/g/*"],
  ],
  [
    "POST",
    "/schedules/nightly",
    { Target: { RoleArn } },
    ["scheduler:CreateSchedule schedule/default/nightly", `iam:PassRole ${RoleArn}`],
  ],
  [
    "PUT",
    "/schedules/nightly",
    { GroupName: "g", Target: { RoleArn } },
    ["scheduler:UpdateSchedule schedule/g/nightly", `iam:PassRole ${RoleArn}`],
  ],
])("%s %s with %j", (method, url, input, needs) => {
  expect(needsOf(method, url, input)).toEqual(needs)
})

it("says to which service a role is passed", () => {
  const request = { method: "POST", path: "/schedules/a", query: new URLSearchParams(), headers: {} }
  const body = Buffer.from(JSON.stringify({ Target: { RoleArn } }))
  const needs = schedulerNeeds({ ...request, caller: { accessKeyId: "F" }, body: Readable.from([]) }, body, arns)
  expect(needs?.[1]?.context).toEqual({ "iam:PassedToService": "scheduler.amazonaws.com" })
})

it("looks for the group only where the operation does", () => {
  const read = needsOf("DELETE", "/schedules/a?groupName=secret", { GroupName: "mine" })
  expect(read).toEqual(["scheduler:DeleteSchedule schedule/secret/a"])
  const written = needsOf("PUT", "/schedules/a?groupName=mine", { GroupName: "secret" })
  expect(written).toEqual(["scheduler:UpdateSchedule schedule/secret/a"])
})

it("knows no permission for an operation that the engine does not have", () => {
  expect(needsOf("POST", "/tags/arn")).toBeUndefined()
})
