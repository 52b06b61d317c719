import { AwsError } from "../errors.ts"

/** Thrown for a request that says something that AWS IoT does not take. */
export function invalidRequest(message: string): AwsError {
  return new AwsError("InvalidRequestException", message, 400)
}

/** Thrown for a message over the limit. */
export function tooLarge(bytes: number, limit: number): AwsError {
  return new AwsError("RequestEntityTooLargeException", `${bytes} bytes are too large: the limit is ${limit}`, 413)
}
