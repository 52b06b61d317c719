import { HandlerError } from "@darkroom/lambda"

/** Thrown when another upload under the same key was ingested at the same moment; the next attempt sees it. */
export class ConcurrentUpload extends Error {
  override readonly name = "ConcurrentUpload"
  constructor(bucket: string, key: string, options?: ErrorOptions) {
    super(`Another upload of s3://${bucket}/${key} is being ingested`, options)
  }
}

/**
 * Thrown when other work has the original for itself, which takes less than a second, or half a minute where it crashed. Told
 * as throttled, so that the attempts are far enough apart to outlast that.
 */
export class OriginalHeld extends HandlerError {
  override readonly name = "OriginalHeld"
  constructor(imageId: string, options?: ErrorOptions) {
    super("throttled", `The original of ${imageId} is just being moved or deleted`, options)
  }
}

/** Thrown when an original changed between two looks at it; the next attempt sees what became of it. */
export class OriginalChanged extends Error {
  override readonly name = "OriginalChanged"
  constructor(imageId: string, options?: ErrorOptions) {
    super(`The original of ${imageId} changed while it was moved`, options)
  }
}

/** Thrown when an object lies in an archived storage class, where nobody can read it. */
export class ArchivedObject extends Error {
  override readonly name = "ArchivedObject"
  constructor(bucket: string, key: string, options?: ErrorOptions) {
    super(`s3://${bucket}/${key} is archived`, options)
  }
}
