/** Thrown when an image's header or pixels cannot be read although its format is one that Darkroom reads. */
export class DamagedImage extends Error {
  override readonly name = "DamagedImage"
  constructor(what: string, options?: ErrorOptions) {
    super(`The image is damaged: ${what}`, options)
  }
}

/** Thrown before decoding an image that has more pixels than its format may have here. */
export class TooManyPixels extends Error {
  override readonly name = "TooManyPixels"
  readonly pixels: number
  readonly limit: number
  constructor(pixels: number, limit: number, options?: ErrorOptions) {
    super(`The image has ${pixels} pixels; the limit is ${limit}`, options)
    this.pixels = pixels
    this.limit = limit
  }
}

/** Thrown when bytes are of a format that Darkroom does not read, or not of the format that they were said to be. */
export class UnsupportedImage extends Error {
  override readonly name = "UnsupportedImage"
  constructor(what: string, options?: ErrorOptions) {
    super(`The image is not supported: ${what}`, options)
  }
}
