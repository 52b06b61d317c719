import type { VideoRejectionReason } from "@darkroom/events"

/** Thrown when an upload is not a video that goes on. `message` is a sentence for its owner. */
export class Rejected extends Error {
  override readonly name = "Rejected"
  readonly reason: VideoRejectionReason
  constructor(reason: VideoRejectionReason, message: string, options?: ErrorOptions) {
    super(message, options)
    this.reason = reason
  }
}

/** Thrown when S3 has no object of that key and ETag any more. */
export class OriginalGone extends Error {
  override readonly name = "OriginalGone"
  constructor(videoId: string, options?: ErrorOptions) {
    super(`The original of ${videoId} was deleted or replaced`, options)
  }
}

/** Thrown when a decoding function ends with an error of its own (crash, timeout, memory), or answers what it should not. To be tried again. */
export class DecoderFailed extends Error {
  override readonly name = "DecoderFailed"
  constructor(functionName: string, what: string, options?: ErrorOptions) {
    super(`${functionName} ${what}`, options)
  }
}

/** Thrown when S3 refuses a signed request. The name is S3's code, as of the SDK's errors: `classify` goes by it. */
export class SignedRequestRefused extends Error {
  override readonly name: string
  readonly status: number
  constructor(code: string, status: number) {
    super(`S3 answered a signed request with ${status} ${code}`)
    this.name = code
    this.status = status
  }
}

/** Thrown when FFmpeg cannot make sense of a video's container or streams. */
export class DamagedVideo extends Error {
  override readonly name = "DamagedVideo"
  readonly what: string
  constructor(what: string, options?: ErrorOptions) {
    super(`The video is damaged: ${what}`, options)
    this.what = what
  }
}

/** Thrown when a video's streams are none that Darkroom can use; `looksLike` tells what it is, with its article. */
export class UnsupportedVideo extends Error {
  override readonly name = "UnsupportedVideo"
  readonly looksLike: string
  constructor(looksLike: string, options?: ErrorOptions) {
    super(`The video is not supported: it is ${looksLike}`, options)
    this.looksLike = looksLike
  }
}

/** Thrown when a video's pictures cannot be decoded although its container can be read. */
export class UndecodablePictures extends Error {
  override readonly name = "UndecodablePictures"
  readonly what: string
  constructor(what: string, options?: ErrorOptions) {
    super(`No picture of the video can be decoded: ${what}`, options)
    this.what = what
  }
}

/** Thrown when a video's copy for Rekognition takes more time or space than there is. */
export class TooMuchToCopy extends Error {
  override readonly name = "TooMuchToCopy"
  readonly what: string
  constructor(what: string) {
    super(`The video cannot be copied: ${what}`)
    this.what = what
  }
}

/** Thrown when the stored answers kept changing while another was to be added: to be tried again. */
export class AnswersInDispute extends Error {
  override readonly name = "AnswersInDispute"
  constructor(videoId: string) {
    super(`The stored answers of ${videoId} kept changing while another was to be added`)
  }
}
