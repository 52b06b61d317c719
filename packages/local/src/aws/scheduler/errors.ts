import { AwsError } from "../errors.ts"

/** Thrown for input that no call of this operation may have. */
export function validationError(message: string, options?: ErrorOptions): AwsError {
  return new AwsError("ValidationException", message, 400, options)
}

/** Thrown for a schedule or a group that is not there. */
export function notFound(kind: "Schedule" | "Schedule group", name: string): AwsError {
  return new AwsError("ResourceNotFoundException", `${kind} ${name} does not exist.`, 404)
}

/** Thrown for a name that is taken, or a client token that came with another request before. */
export function conflict(message: string): AwsError {
  return new AwsError("ConflictException", message, 409)
}
