import { AwsError } from "../errors.ts"

// The codes are those of the query protocol, by which every SDK finds its own name of the error.
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CommonErrors.html

/** Thrown for a parameter whose value makes no sense. */
export function invalidParameterValue(message: string): AwsError {
  return new AwsError("InvalidParameterValue", message)
}

/** Thrown for parameters that do not go together. */
export function invalidParameterCombination(message: string): AwsError {
  return new AwsError("InvalidParameterCombination", message)
}

/** Thrown for a parameter that is not there. */
export function missingParameter(name: string): AwsError {
  return new AwsError("MissingParameter", `The parameter ${name} is required.`)
}

/** Thrown for what GetMetricData does not take: it has an error of its own for that. */
export function validationError(message: string): AwsError {
  return new AwsError("ValidationError", message)
}

/** Thrown for a token that this engine never gave out. */
export function invalidNextToken(): AwsError {
  return new AwsError("InvalidNextToken", "The next token specified is invalid.")
}
