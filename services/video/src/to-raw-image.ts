import type { RawImage } from "@darkroom/imaging"
import { AV_PIX_FMT_RGB24 } from "node-av/constants"
import { Frame, SoftwareScaleContext } from "node-av/lib"
import sharp from "sharp"
import { UndecodablePictures } from "./errors.ts"
import { fit, type Shape, type Size } from "./shape-of.ts"

/** A decoded picture as it is shown: its pixels square, no side longer than `maxSide`, upright, RGB. */
export async function toRawImage(frame: Frame, shape: Shape, maxSide: number): Promise<RawImage> {
  const size = fit(shape.stretched, maxSide)
  const data = await scale(frame, size)
  if (shape.rotation === 0) return { data, ...size, channels: 3 }
  const turned = await sharp(data, { raw: { ...size, channels: 3 } })
    .rotate(shape.rotation)
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { data: turned.data, width: turned.info.width, height: turned.info.height, channels: 3 }
}

/** What the frame says of its colours is kept: the scaler reads it from both frames. */
async function scale(source: Frame, { width, height }: Size): Promise<Buffer> {
  using target = new Frame()
  target.alloc()
  Object.assign(target, { width, height, format: AV_PIX_FMT_RGB24 })
  using scaler = new SoftwareScaleContext()
  scaler.allocContext()
  const result = target.getBuffer(1) < 0 ? -1 : await scaler.scaleFrame(target, source)
  if (result < 0) throw new UndecodablePictures("it cannot be turned into RGB")
  return packed(target, width * 3)
}

/** Row after row, without what fills rows up. */
function packed({ data, linesize, height }: Frame, row: number): Buffer {
  const [pixels = Buffer.alloc(0)] = data ?? []
  const [stride = row] = linesize
  const rows = Array.from({ length: height }, (_, y) => pixels.subarray(y * stride, y * stride + row))
  return Buffer.concat(rows, row * height)
}
