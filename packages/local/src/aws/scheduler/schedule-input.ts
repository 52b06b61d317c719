import { InvalidSchedule } from "../../schedule/errors.ts"
import { isOneTime } from "../../schedule/parse-schedule.ts"
import { DEFAULT_GROUP } from "./config.ts"
import { validationError } from "./errors.ts"
import { choice, type Fields, identifier, number, optional, record, text } from "./input.ts"
import { occurrence } from "./occurrence.ts"
import type { StoredSchedule } from "./schedule-rows.ts"
import { targetInput } from "./target-input.ts"

const FIVE_MINUTES = 300_000

/** Reads and checks a CreateSchedule or UpdateSchedule request. https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html */
export function scheduleInput(
  name: string,
  input: Fields,
  arnOf: (group: string, name: string) => string,
  now: number,
): StoredSchedule {
  identifier("name", name)
  const group = input["GroupName"] === undefined ? DEFAULT_GROUP : identifier("groupName", input["GroupName"])
  const timezone = optional(input, "ScheduleExpressionTimezone", text)
  const schedule: StoredSchedule = {
    name,
    group,
    arn: arnOf(group, name),
    expression: text("ScheduleExpression", input["ScheduleExpression"]),
    ...(timezone !== undefined && { timezone }),
    enabled: (optional(input, "State", choice("ENABLED", "DISABLED")) ?? "ENABLED") === "ENABLED",
    ...datesInput(input, now),
    ...windowInput(record("FlexibleTimeWindow", input["FlexibleTimeWindow"])),
    actionAfterCompletion: optional(input, "ActionAfterCompletion", choice("NONE", "DELETE")) ?? "NONE",
    target: targetInput(record("Target", input["Target"])),
    ...renamed("description", optional(input, "Description", text)),
    ...renamed("kmsKeyArn", optional(input, "KmsKeyArn", text)),
  }
  checkExpression(schedule, now)
  return schedule
}

function checkExpression(schedule: StoredSchedule, now: number): void {
  const { expression } = schedule
  const refuse = (reason: string, options?: ErrorOptions) =>
    validationError(`Invalid Schedule Expression ${expression}: ${reason}.`, options)
  const first = firstOccurrence()
  if (first === undefined && isOneTime(expression)) throw refuse("its time is past")

  function firstOccurrence(): number | undefined {
    try {
      return occurrence(schedule, now, now)
    } catch (cause) {
      throw cause instanceof InvalidSchedule ? refuse(cause.reason, { cause }) : cause
    }
  }
}

function datesInput(input: Fields, now: number): { start?: number; end?: number } {
  const seconds = number(0, Number.MAX_SAFE_INTEGER / 1000)
  const [start, end] = ["StartDate", "EndDate"].map((field) => optional(input, field, seconds))
  const startTime = start === undefined ? undefined : start * 1000
  const endTime = end === undefined ? undefined : end * 1000
  if (startTime !== undefined && startTime < now - FIVE_MINUTES)
    throw validationError("The StartDate you specify cannot be earlier than 5 minutes ago.")
  if (endTime !== undefined && endTime <= (startTime ?? now))
    throw validationError("The EndDate you specify must come after the StartDate and be in the future.")
  return { ...renamed("start", startTime), ...renamed("end", endTime) }
}

function windowInput(input: Fields): { flexibleWindowMinutes?: number } {
  const mode = choice("OFF", "FLEXIBLE")("FlexibleTimeWindow.Mode", input["Mode"])
  const minutes = optional(input, "MaximumWindowInMinutes", number(1, 1440))
  if (mode === "OFF" && minutes !== undefined)
    throw validationError("MaximumWindowInMinutes must not be there when the mode of the flexible time window is OFF.")
  if (mode === "FLEXIBLE" && minutes === undefined)
    throw validationError("MaximumWindowInMinutes must be there when the mode of the flexible time window is FLEXIBLE.")
  return renamed("flexibleWindowMinutes", minutes)
}

function renamed<Name extends string, Value>(name: Name, value: Value | undefined): { [Key in Name]?: Value } {
  return (value === undefined ? {} : { [name]: value }) as { [Key in Name]?: Value }
}
