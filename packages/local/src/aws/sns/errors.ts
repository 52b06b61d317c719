import { AwsError } from "../errors.ts"

/** Thrown for a topic that the app does not have. */
export function topicNotFound(): AwsError {
  return new AwsError("NotFound", "Topic does not exist", 404)
}

/** Thrown for a subscription that is not there, or no longer. */
export function subscriptionNotFound(): AwsError {
  return new AwsError("NotFound", "Subscription does not exist", 404)
}

/** Thrown for input that no call of this operation may have. */
export function invalidParameter(message: string, options?: ErrorOptions): AwsError {
  return new AwsError("InvalidParameter", `Invalid parameter: ${message}`, 400, options)
}

/** Thrown for a message attribute whose type and value do not fit. */
export function invalidAttribute(message: string): AwsError {
  return new AwsError("ParameterValueInvalid", message)
}

/** Thrown at the start for a topic that needs an order of messages, which the engine does not keep. */
export function fifoTopic(name: string): AwsError {
  return invalidParameter(`The offline engine has no FIFO topics: ${name}`)
}
