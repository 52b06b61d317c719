import { AwsError } from "../errors.ts"

/** Thrown for bytes that are not a whole PNG or JPEG image. */
export function invalidImageFormat(options?: ErrorOptions): AwsError {
  return new AwsError("InvalidImageFormatException", "Request has invalid image format", 400, options)
}

/** Thrown for more bytes than Rekognition takes. */
export function imageTooLarge(limit: number): AwsError {
  return new AwsError("ImageTooLargeException", `Image size is too large: the limit is ${limit} bytes`)
}

/** Thrown when the object is not there, or its bucket. */
export function invalidS3Object(): AwsError {
  return new AwsError(
    "InvalidS3ObjectException",
    "Unable to get object metadata from S3. Check object key, region and/or access permissions.",
  )
}

export function invalidParameter(message: string): AwsError {
  return new AwsError("InvalidParameterException", `Request has invalid parameters: ${message}`)
}

/** Thrown when the recogniser itself failed; SDKs try such a call again. */
export function recogniserFailed(cause: unknown): AwsError {
  const message = cause instanceof Error ? cause.message : String(cause)
  return new AwsError("InternalServerError", `The offline recogniser failed: ${message}`, 500, { cause })
}
