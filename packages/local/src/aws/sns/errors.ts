import { AwsError } from "../errors.ts"

/** Thrown for a topic that the app does not have. */
export function topicNotFound(arn: string): AwsError {
  return new AwsError("NotFound", `Topic does not exist: ${arn}`, 404)
}

export function invalidParameter(message: string): AwsError {
  return new AwsError("InvalidParameter", `Invalid parameter: ${message}`)
}
