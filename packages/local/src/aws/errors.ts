/** An error that the caller of an AWS API gets, with AWS's code and HTTP status. */
export class AwsError extends Error {
  override readonly name = "AwsError"
  readonly code: string
  readonly status: number
  constructor(code: string, message: string, status = 400, options?: ErrorOptions) {
    super(message, options)
    this.code = code
    this.status = status
  }
}

/** Thrown for an operation that the engine does not have; names it, so that nobody has to guess. */
export function unsupportedOperation(service: string, operation: string): AwsError {
  return new AwsError("UnknownOperationException", `The offline engine does not support ${service}:${operation}`, 501)
}
