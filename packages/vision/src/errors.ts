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

/** Thrown for a file that is no video of a kind that is read, or that is damaged. */
export class VideoUndecodable extends Error {
  override readonly name = "VideoUndecodable"
  readonly reason: string

  constructor(reason: string, options?: ErrorOptions) {
    super(`The video could not be decoded: ${reason}`, options)
    this.reason = reason
  }
}

/** Thrown when the process that reads a video ended, or does not get on. */
export class VideoReaderCrashed extends Error {
  override readonly name = "VideoReaderCrashed"

  constructor(reason: string, options?: ErrorOptions) {
    super(`The process that read the video stopped: ${reason}`, options)
  }
}
