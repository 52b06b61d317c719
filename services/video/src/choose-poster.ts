import type { RawImage } from "@darkroom/imaging"
import { type Pictures, withPictures } from "./decode-pictures.ts"
import { durationOf } from "./describe-video.ts"
import { UndecodablePictures } from "./errors.ts"
import type { OpenVideo } from "./open-video.ts"
import { shapeOf } from "./shape-of.ts"
import { toRawImage } from "./to-raw-image.ts"

export interface ChosenPoster {
  /** Milliseconds from the beginning. */
  readonly at: number
  readonly raw: RawImage
}

/** Parts of the duration: films begin and end with black. */
const PLACES = [0.1, 0.3, 0.5, 0]
/** Mean of a picture that is all but black, of 255. */
const DARK = 20

/** A picture that stands for the video: at a tenth of it, or where that is black, further on. Throws UndecodablePictures, UnsupportedVideo. */
export async function choosePoster(video: OpenVideo, maxSide: number): Promise<ChosenPoster> {
  const duration = durationOf(video)
  const shape = shapeOf(video.pictures)
  return withPictures(video, async (pictures) => {
    let best: (ChosenPoster & { light: number }) | undefined
    for (const place of duration === 0 ? [0] : PLACES) {
      const found = await rawAt(duration * place, pictures, (frame) => toRawImage(frame, shape, maxSide))
      if (found === undefined) continue
      const light = meanOf(found.raw.data)
      if (best === undefined || light > best.light) best = { ...found, light }
      if (light > DARK) break
    }
    if (best === undefined) throw new UndecodablePictures("there is none")
    return best
  })
}

async function rawAt(
  milliseconds: number,
  pictures: Pictures,
  toRaw: (frame: NonNullable<Awaited<ReturnType<Pictures["at"]>>>["frame"]) => Promise<RawImage>,
): Promise<ChosenPoster | undefined> {
  const found = await pictures.at(milliseconds)
  if (found === undefined) return undefined
  using frame = found.frame
  return { at: found.at, raw: await toRaw(frame) }
}

/** Of every sixteenth byte: near enough. */
function meanOf(data: Buffer): number {
  let sum = 0
  for (let index = 0; index < data.length; index += 16) sum += data[index] ?? 0
  return sum / Math.max(1, Math.ceil(data.length / 16))
}
