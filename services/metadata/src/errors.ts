import type { RejectionReason } from "@darkroom/events"

/** Thrown when an upload is not a photo that goes on. `message` is a sentence for its owner. */
export class Rejected extends Error {
  override readonly name = "Rejected"
  readonly reason: RejectionReason
  constructor(reason: RejectionReason, message: string, options?: ErrorOptions) {
    super(message, options)
    this.reason = reason
  }
}

/** Thrown when S3 has no object of that key and ETag any more. */
export class OriginalGone extends Error {
  override readonly name = "OriginalGone"
  constructor(imageId: string, options?: ErrorOptions) {
    super(`The original of ${imageId} was deleted or replaced`, options)
  }
}
