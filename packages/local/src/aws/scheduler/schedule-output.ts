import type { ScheduleTarget } from "./config.ts"
import type { ScheduleRow } from "./schedule-rows.ts"

/** A schedule as ListSchedules gives it. Times are in seconds. https://docs.aws.amazon.com/scheduler/latest/APIReference/API_ScheduleSummary.html */
export function summaryOutput({ config, created, modified }: ScheduleRow) {
  const { arn, name, group, enabled, target } = config
  const State = enabled ? "ENABLED" : "DISABLED"
  const dates = { CreationDate: created / 1000, LastModificationDate: modified / 1000 }
  return { Arn: arn, Name: name, GroupName: group, State, ...dates, Target: { Arn: target.arn } }
}

/** A schedule as GetSchedule gives it. https://docs.aws.amazon.com/scheduler/latest/APIReference/API_GetSchedule.html */
export function scheduleOutput(row: ScheduleRow): object {
  const { expression, timezone, start, end, flexibleWindowMinutes, ...config } = row.config
  return {
    ...summaryOutput(row),
    ScheduleExpression: expression,
    ScheduleExpressionTimezone: timezone ?? "UTC",
    StartDate: start === undefined ? undefined : start / 1000,
    EndDate: end === undefined ? undefined : end / 1000,
    FlexibleTimeWindow: windowOutput(flexibleWindowMinutes),
    ActionAfterCompletion: config.actionAfterCompletion ?? "NONE",
    Description: config.description,
    KmsKeyArn: config.kmsKeyArn,
    Target: targetOutput(config.target),
  }
}

function windowOutput(minutes: number | undefined): object {
  return minutes === undefined ? { Mode: "OFF" } : { Mode: "FLEXIBLE", MaximumWindowInMinutes: minutes }
}

function targetOutput({
  arn,
  roleArn,
  input,
  deadLetterArn,
  retry,
  eventBridge,
  messageGroupId,
}: ScheduleTarget): object {
  const { maximumRetryAttempts, maximumEventAgeInSeconds } = retry
  return {
    Arn: arn,
    RoleArn: roleArn,
    Input: input,
    RetryPolicy: { MaximumRetryAttempts: maximumRetryAttempts, MaximumEventAgeInSeconds: maximumEventAgeInSeconds },
    ...(deadLetterArn !== undefined && { DeadLetterConfig: { Arn: deadLetterArn } }),
    ...(messageGroupId !== undefined && { SqsParameters: { MessageGroupId: messageGroupId } }),
    ...(eventBridge && {
      EventBridgeParameters: { DetailType: eventBridge.detailType, Source: eventBridge.source },
    }),
  }
}
