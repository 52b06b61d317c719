import { AwsError } from "../errors.ts"

/** Thrown for input that no call of this operation may have. */
export function validationError(message: string, options?: ErrorOptions): AwsError {
  return new AwsError("ValidationException", message, 400, options)
}

/** Thrown for a parameter that breaks a constraint of the API's model. */
export function constraintError(field: string, value: unknown, constraint: string): AwsError {
  const shown = value === undefined ? "null" : `'${String(value)}'`
  return validationError(
    `1 validation error detected: Value ${shown} at '${field}' failed to satisfy constraint: ${constraint}`,
  )
}

/** Thrown for a parameter that the operation cannot use. */
export function invalidParameter(name: string, reason: string): AwsError {
  return validationError(`Parameter ${name} is not valid. Reason: ${reason}`)
}

/** Thrown where an event that a rule put on a bus would be put on a further one. */
export function secondHop(eventId: string): AwsError {
  const reason = "it came from a rule of another event bus, and an event goes from bus to bus only once"
  return new AwsError("THIRD_ACCOUNT_HOP_DETECTED", `Event ${eventId} was not put on the event bus: ${reason}`)
}

/** Thrown for a bus, rule, archive or replay that is not there. */
export function notFound(kind: string, name: string): AwsError {
  return new AwsError("ResourceNotFoundException", `${kind} ${name} does not exist.`)
}

/** Thrown for a replay's name that was used before. */
export function alreadyExists(kind: string, name: string): AwsError {
  return new AwsError("ResourceAlreadyExistsException", `${kind} ${name} already exists.`)
}

/** Thrown when a replay that is over is cancelled. */
export function illegalStatus(replay: string): AwsError {
  return new AwsError("IllegalStatusException", `Replay ${replay} is not in a valid state for this operation.`)
}
