import { AwsError } from "../errors.ts"

/** Thrown for input that no call of this operation may have. */
export function validationError(message: string, options?: ErrorOptions): AwsError {
  return new AwsError("ValidationException", message, 400, options)
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
