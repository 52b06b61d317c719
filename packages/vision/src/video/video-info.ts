/** What the file says of its pictures. Sizes are upright. */
export interface VideoInfo {
  readonly container: "mp4" | "mov" | "webm" | "mkv"
  /** FFmpeg's name of the container, such as `QuickTime / MOV`, which is that of MP4 too. */
  readonly format: string
  /** Of the pictures, by FFmpeg's name, such as `h264`. */
  readonly codec: string
  /** Milliseconds; null where nothing tells, as in a recording that was cut off. */
  readonly duration: number | null
  readonly width: number
  readonly height: number
  /** Degrees clockwise by which the stored pictures are turned to be upright. */
  readonly rotation: 0 | 90 | 180 | 270
  readonly frameRate: number | null
  readonly colorRange: "FULL" | "LIMITED" | null
}

/** One picture of a video. */
export interface VideoFrame {
  /** Milliseconds from the first picture. */
  readonly timestamp: number
  /** Upright. */
  readonly jpeg: Uint8Array
}

export interface SampleOptions {
  /** Time between two pictures. Default 500. */
  readonly everyMilliseconds?: number
  /** Of a video that would give more, they are further apart; of one that does not tell how long it is, the first ones. Default 600. */
  readonly maxFrames?: number
  /** Pixels of the longer side, at the most. Default 1280. */
  readonly maxSide?: number
}
