import { DEFAULT_RETRY, type RetryPolicy, type ScheduleTarget } from "./config.ts"
import { validationError } from "./errors.ts"
import { type Fields, matching, number, optional, record, text } from "./input.ts"

/** Of targets that the engine does not have. */
const UNSUPPORTED = [
  "EcsParameters",
  "KinesisParameters",
  "SageMakerPipelineParameters",
  "EventBridgePutEventsV2Parameters",
  "EventBridgePutRawEventsParameters",
]

const ARN = matching(/^arn:aws[a-z-]*:.+$/)
const ROLE = matching(/^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/)
/** A standard queue's: a FIFO queue cannot be a dead-letter queue here. */
const QUEUE = matching(/^arn:aws[a-z-]*:sqs:[a-z0-9-]+:\d{12}:[a-zA-Z0-9_-]+$/)

/** https://docs.aws.amazon.com/scheduler/latest/APIReference/API_Target.html */
export function targetInput(input: Fields): ScheduleTarget {
  const unsupported = UNSUPPORTED.find((name) => input[name] !== undefined)
  if (unsupported !== undefined) throw validationError(`The offline engine has no targets with ${unsupported}`)
  const body = optional(input, "Input", text)
  const deadLetterArn = optional(optional(input, "DeadLetterConfig", record) ?? {}, "Arn", QUEUE)
  const eventBridge = optional(input, "EventBridgeParameters", record)
  const messageGroupId = optional(optional(input, "SqsParameters", record) ?? {}, "MessageGroupId", text)
  return {
    arn: ARN("Target.Arn", input["Arn"]),
    roleArn: ROLE("Target.RoleArn", input["RoleArn"]),
    retry: retryInput(optional(input, "RetryPolicy", record) ?? {}),
    ...(body !== undefined && { input: body }),
    ...(deadLetterArn !== undefined && { deadLetterArn }),
    ...(messageGroupId !== undefined && { messageGroupId }),
    ...(eventBridge && {
      eventBridge: {
        detailType: text("EventBridgeParameters.DetailType", eventBridge["DetailType"]),
        source: text("EventBridgeParameters.Source", eventBridge["Source"]),
      },
    }),
  }
}

function retryInput(input: Fields): RetryPolicy {
  const { maximumRetryAttempts, maximumEventAgeInSeconds } = DEFAULT_RETRY
  return {
    maximumRetryAttempts: optional(input, "MaximumRetryAttempts", number(0, 185)) ?? maximumRetryAttempts,
    maximumEventAgeInSeconds:
      optional(input, "MaximumEventAgeInSeconds", number(60, 86_400)) ?? maximumEventAgeInSeconds,
  }
}
