import { findRestRoute } from "../rest-routes.ts"
import type { AwsRequest } from "../service.ts"

const SCHEDULE = /^\/schedules\/([^/]+)\/?$/
const SCHEDULES = /^\/schedules\/?$/
const GROUP = /^\/schedule-groups\/([^/]+)\/?$/
const GROUPS = /^\/schedule-groups\/?$/

/** Method and path of each operation; the path's only parameter is a name. https://docs.aws.amazon.com/scheduler/latest/APIReference/API_Operations.html */
export const ROUTES = {
  CreateSchedule: { method: "POST", path: SCHEDULE },
  GetSchedule: { method: "GET", path: SCHEDULE },
  UpdateSchedule: { method: "PUT", path: SCHEDULE },
  DeleteSchedule: { method: "DELETE", path: SCHEDULE },
  ListSchedules: { method: "GET", path: SCHEDULES },
  CreateScheduleGroup: { method: "POST", path: GROUP },
  GetScheduleGroup: { method: "GET", path: GROUP },
  DeleteScheduleGroup: { method: "DELETE", path: GROUP },
  ListScheduleGroups: { method: "GET", path: GROUPS },
} as const

export type SchedulerOperation = keyof typeof ROUTES

/** Which operation a request is; undefined for one that the engine does not have. */
export const findRoute = (request: Pick<AwsRequest, "method" | "path">) =>
  findRestRoute<SchedulerOperation>(ROUTES, request)
