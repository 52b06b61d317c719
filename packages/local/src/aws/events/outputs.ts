import type { BusConfig, RuleConfig, TargetConfig } from "./config.ts"

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_EventBus.html */
export function busOutput({ name, arn }: BusConfig) {
  return { Name: name, Arn: arn }
}

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_Rule.html */
export function ruleOutput({ name, arn, pattern, schedule, enabled }: RuleConfig, bus: BusConfig) {
  return {
    Name: name,
    Arn: arn,
    EventPattern: typeof pattern === "string" ? pattern : JSON.stringify(pattern),
    ScheduleExpression: schedule,
    State: enabled ? "ENABLED" : "DISABLED",
    EventBusName: bus.name,
  }
}

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_Target.html */
export function targetOutput({ id, arn, deadLetterArn, retry, input, inputPath, inputTransformer }: TargetConfig) {
  return {
    Id: id,
    Arn: arn,
    DeadLetterConfig: deadLetterArn === undefined ? undefined : { Arn: deadLetterArn },
    RetryPolicy: retry && {
      MaximumRetryAttempts: retry.maximumRetryAttempts,
      MaximumEventAgeInSeconds: retry.maximumEventAgeInSeconds,
    },
    Input: input,
    InputPath: inputPath,
    InputTransformer: inputTransformer && {
      InputPathsMap: inputTransformer.inputPathsMap,
      InputTemplate: inputTransformer.inputTemplate,
    },
  }
}
