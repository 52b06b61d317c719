import { AwsError } from "../aws/errors.ts"
import type { Need } from "./need.ts"

/** By the service in the target's ARN. https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html#invocation-async-destinations */
const ACTIONS: Readonly<Record<string, string>> = {
  events: "events:PutEvents",
  lambda: "lambda:InvokeFunction",
  sns: "sns:Publish",
  sqs: "sqs:SendMessage",
}

/** What a role needs to deliver to a target, such as a function's destination. Throws ValidationException for a target that the engine does not have. */
export function needForDelivery(arn: string): Need {
  const action = ACTIONS[arn.split(":")[2] ?? ""]
  if (action === undefined)
    throw new AwsError("ValidationException", `The offline engine does not deliver to ${arn}`, 501)
  return { action, resource: arn }
}
