/** Thrown when the bytes are not a JPEG or PNG that can be decoded. */
export class ImageUndecodable extends Error {
  override readonly name = "ImageUndecodable"
  readonly reason: string

  constructor(reason: string, options?: ErrorOptions) {
    super(`The image could not be decoded: ${reason}`, options)
    this.reason = reason
  }
}

/** Thrown for the call that was in the worker thread when the thread died. The next call gets a new thread. */
export class RecogniserCrashed extends Error {
  override readonly name = "RecogniserCrashed"

  constructor(reason: string, options?: ErrorOptions) {
    super(`The recogniser's worker thread stopped: ${reason}`, options)
  }
}

/** Thrown for calls made after `close()`, and for calls that `close()` cut short. */
export class RecogniserClosed extends Error {
  override readonly name = "RecogniserClosed"

  constructor(options?: ErrorOptions) {
    super("The recogniser is closed", options)
  }
}
