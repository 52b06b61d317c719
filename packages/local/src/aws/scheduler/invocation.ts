import type { ServiceContext } from "../service.ts"
import type { DeliveryRow } from "./delivery-rows.ts"

/** Scheduler's id of an invocation: 16 hexadecimal digits, the same for all of its attempts. */
export function executionId({ id }: DeliveryRow): string {
  return id.replaceAll("-", "").slice(0, 16)
}

/** An instant as Scheduler writes it: in UTC, to the second. */
export function timeText(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`
}

/** What the target gets. https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html */
export function invocationBody(row: DeliveryRow, context: ServiceContext): string {
  const { input } = row.target
  if (input === undefined) return scheduledEvent(row, context)
  const values: Readonly<Record<string, string>> = {
    "schedule-arn": row.scheduleArn,
    "scheduled-time": timeText(row.scheduledTime),
    "execution-id": executionId(row),
    "attempt-number": String(row.attempts + 1),
  }
  return input.replace(/<aws\.scheduler\.([a-z-]+)>/g, (attribute, name: string) => values[name] ?? attribute)
}

/** The event for a target without an input. Its detail is a text, unlike that of a scheduled rule. */
function scheduledEvent({ id, scheduleArn, scheduledTime }: DeliveryRow, context: ServiceContext): string {
  return JSON.stringify({
    version: "0",
    id,
    "detail-type": "Scheduled Event",
    source: "aws.scheduler",
    account: context.accountId,
    time: timeText(scheduledTime),
    region: context.region,
    resources: [scheduleArn],
    detail: "{}",
  })
}
