import { AwsError } from "../errors.ts"

// Messages and statuses are those of https://docs.aws.amazon.com/rekognition/latest/dg/error-handling.html

/** Thrown for bytes that are not a whole PNG or JPEG image. */
export function invalidImageFormat(options?: ErrorOptions): AwsError {
  return new AwsError("InvalidImageFormatException", "Request has invalid image format", 400, options)
}

/** Thrown for an object with more bytes than Rekognition takes. */
export function imageTooLarge(limit: number): AwsError {
  return new AwsError("ImageTooLargeException", `Image size is too large: the limit is ${limit} bytes`)
}

/** Thrown when the object cannot be read: it or its bucket is not there, it is archived, or the caller may not read it. */
export function invalidS3Object(options?: ErrorOptions): AwsError {
  const message = "Unable to get object metadata from S3. Check object key, region and/or access permissions."
  return new AwsError("InvalidS3ObjectException", message, 400, options)
}

/** Thrown for members that are fine each for itself and not together, and for images of a size that is not taken. */
export function invalidParameter(message: string): AwsError {
  return new AwsError("InvalidParameterException", `Request has invalid parameters: ${message}`)
}

/** Thrown for members that are not as the service's model says: missing, out of range, of no known value. */
export function invalidMembers(problems: readonly string[]): AwsError {
  const count = `${problems.length} validation error${problems.length === 1 ? "" : "s"} detected`
  return new AwsError("ValidationException", `${count}: ${problems.join("; ")}`)
}

/** Thrown for a member of another JSON type than the model has. */
export function wrongType(path: string, type: string): AwsError {
  return new AwsError("SerializationException", `The value at '${path}' is not a ${type}`)
}

/** Thrown for a flow of human reviews or a trained model: there are none of them here. */
export function resourceNotFound(what: string): AwsError {
  return new AwsError("ResourceNotFoundException", `The resource was not found: ${what}`)
}

/** Thrown when the recogniser itself failed; SDKs try such a call again. */
export function recogniserFailed(cause: unknown): AwsError {
  const message = cause instanceof Error ? cause.message : String(cause)
  return new AwsError("InternalServerError", `The offline recogniser failed: ${message}`, 500, { cause })
}

/** Thrown for calls above the quota. */
export function rateExceeded(): AwsError {
  return new AwsError("ProvisionedThroughputExceededException", "Provisioned Rate exceeded.")
}

/** Thrown for calls far above the quota. */
export function suddenIncrease(): AwsError {
  return new AwsError("ThrottlingException", "Slow down; sudden increase in rate of requests.")
}

/** Thrown for a job more than an account may have unfinished at once. */
export function limitExceeded(limit: number): AwsError {
  return new AwsError("LimitExceededException", `The account has ${limit} unfinished video jobs, which is its limit.`)
}

/** Thrown for a token that came with another request before. */
export function tokenMismatch(token: string): AwsError {
  const message = `The ClientRequestToken ${token} was used with other parameters.`
  return new AwsError("IdempotentParameterMismatchException", message)
}

/** Thrown for a NextToken that was not given for this request. */
export function invalidPaginationToken(): AwsError {
  return new AwsError("InvalidPaginationTokenException", "Request has an invalid pagination token.")
}

/** Thrown for an object with more bytes than Rekognition takes of a video. */
export function videoTooLarge(limit: number): AwsError {
  return new AwsError("VideoTooLargeException", `Video size is too large: the limit is ${limit} bytes`)
}
