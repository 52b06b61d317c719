import { AwsError } from "../../errors.ts"

/** Thrown when an event pattern is not one; says why. */
export function invalidPattern(reason: string, options?: ErrorOptions): AwsError {
  return new AwsError("InvalidEventPatternException", `Event pattern is not valid. Reason: ${reason}`, 400, options)
}
