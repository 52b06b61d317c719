import { AV_PIX_FMT_RGB24, type AVPixelFormat, SWS_BILINEAR } from "node-av/constants"
import { FFmpegError, Frame, SoftwareScaleContext } from "node-av/lib"
import sharp from "sharp"

export interface Target {
  /** As the picture is stored, before it is turned. */
  readonly width: number
  readonly height: number
  readonly rotation: number
}

/** A decoded picture as an upright JPEG. */
export async function toJpeg(source: Frame, { width, height, rotation }: Target): Promise<Uint8Array> {
  const data = scaled(source, width, height)
  return sharp(data, { raw: { width, height, channels: 3 } })
    .rotate(rotation)
    .jpeg({ quality: 90 })
    .toBuffer()
}

function scaled(source: Frame, width: number, height: number): Buffer {
  using frame = new Frame()
  frame.alloc()
  Object.assign(frame, { width, height, format: AV_PIX_FMT_RGB24 })
  FFmpegError.throwIfError(frame.getBuffer(), "getBuffer")
  using scaler = new SoftwareScaleContext()
  const format = source.format as AVPixelFormat
  scaler.getContext(source.width, source.height, format, width, height, AV_PIX_FMT_RGB24, SWS_BILINEAR)
  FFmpegError.throwIfError(scaler.scaleFrameSync(frame, source), "scaleFrame")
  return frame.toBuffer()
}
