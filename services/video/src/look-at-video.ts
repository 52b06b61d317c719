import { placeholderOf, resizeRendition } from "@darkroom/imaging"
import { choosePoster } from "./choose-poster.ts"
import type { Looked, LookRequest } from "./decoding.ts"
import { describeVideo } from "./describe-video.ts"
import { measureDuration } from "./measure-duration.ts"
import { type OpenVideo, withVideo } from "./open-video.ts"
import { rangeReader, type RangeSource } from "./range-reader.ts"

/** Bytes of a file without a duration that is read to its end for it. */
const MOST_TO_MEASURE = 100_000_000

/** What a video tells about itself, and a picture of it. Throws DamagedVideo, UnsupportedVideo, UndecodablePictures, and what reading it fails with. */
export async function lookAtVideo(
  {
    original: { container },
    sizes,
  }: Pick<LookRequest, "sizes"> & { original: Pick<LookRequest["original"], "container"> },
  source: RangeSource,
): Promise<Looked> {
  const looked = await withVideo(container, rangeReader(source), async (opened) => ({
    metadata: describeVideo(opened),
    poster: sizes.length === 0 ? null : await posterOf(opened, sizes),
  }))
  if (looked.metadata.duration > 0 || source.size > MOST_TO_MEASURE) return looked
  const duration = await withVideo(container, rangeReader(source), measureDuration)
  return { ...looked, metadata: { ...looked.metadata, duration } }
}

async function posterOf(opened: OpenVideo, sizes: readonly number[]): Promise<NonNullable<Looked["poster"]>> {
  const { at, raw } = await choosePoster(opened, Math.max(...sizes))
  const pictures = await Promise.all(sizes.map((size) => resizeRendition(raw, size)))
  return {
    at,
    ...(await placeholderOf(raw)),
    pictures: pictures.map(({ data, width, height }) => ({ data: data.toString("base64"), width, height })),
  }
}
