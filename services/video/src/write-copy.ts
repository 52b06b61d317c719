import { AV_NOPTS_VALUE } from "node-av/constants"
import { avRescaleQ, Frame, Packet, Rational } from "node-av/lib"
import { COPY_RATE, type CopyEncoder, THREADS, withEncoder } from "./copy-encoder.ts"
import { type Filters, openFilters, sizeOfCopy } from "./copy-filters.ts"
import type { CopyLimits } from "./copy-limits.ts"
import { openDecoder, timeOf } from "./decode-pictures.ts"
import { TooMuchToCopy, UndecodablePictures } from "./errors.ts"
import type { OpenVideo } from "./open-video.ts"
import type { ScratchFile } from "./scratch-file.ts"
import { shapeOf, type Size } from "./shape-of.ts"

/**
 * Writes an H.264 MP4 of a video's pictures into a file, five a second, in which everything is at the time at which it is in the
 * video. Damaged packets are left out, as players do. Throws UndecodablePictures, UnsupportedVideo, TooMuchToCopy.
 */
export async function writeCopy(
  video: OpenVideo,
  { path, hide }: Pick<ScratchFile, "path" | "hide">,
  limits: CopyLimits,
): Promise<Size> {
  const { pictures } = video
  const shape = shapeOf(pictures)
  const size = sizeOfCopy(shape)
  await withEncoder(path, size, async (encoder) => {
    await hide()
    let filters: Filters | undefined
    try {
      for await (const picture of decodedPictures(video, limits)) {
        filters ??= openFilters(picture, { shape, timeBase: pictures.timeBase })
        await filters.push(picture)
        await encodeFrom(filters, encoder, limits)
      }
      if (filters === undefined) throw new UndecodablePictures("there is none")
      await filters.push(null)
      await encodeFrom(filters, encoder, limits)
    } finally {
      filters?.[Symbol.dispose]()
    }
  })
  return size
}

async function encodeFrom(filters: Filters, encoder: CopyEncoder, { now, until, duration, bytes }: CopyLimits) {
  using frame = allocated(new Frame())
  while (await filters.pull(frame)) {
    if (now() > until) throw new TooMuchToCopy("it takes too long")
    if (Number(frame.pts) * 1000 > duration * COPY_RATE) throw new TooMuchToCopy("it is too long")
    if ((await encoder.write(frame)) > bytes) throw new TooMuchToCopy("its copy is too large")
    frame.unref()
  }
}

/** All pictures, in the order in which they are shown, `pts` counted from the film's beginning, and the last one once more where it ends. */
async function* decodedPictures(video: OpenVideo, { now, until }: CopyLimits): AsyncGenerator<Frame> {
  const { input, pictures } = video
  using decoder = await openDecoder(video, THREADS)
  using packet = allocated(new Packet())
  using frame = allocated(new Frame())
  using last = allocated(new Frame())
  const start = startOf(video)
  let end: bigint | undefined
  for (let ended = false; !ended;) {
    if (now() > until) throw new TooMuchToCopy("it takes too long")
    ended = (await input.readFrame(packet)) < 0
    if (!ended && packet.streamIndex !== pictures.index) {
      packet.unref()
      continue
    }
    await decoder.sendPacket(ended ? null : packet)
    packet.unref()
    while ((await decoder.receiveFrame(frame)) >= 0) {
      const time = timeOf(frame)
      if (time !== undefined) {
        frame.pts = time - start
        yield frame
        // Some containers do not tell how long a picture is shown: as long as the one before it.
        end = frame.pts + (frame.duration > 0n || end === undefined ? frame.duration : frame.pts - last.pts)
        last.unref()
        last.ref(frame)
      }
      frame.unref()
    }
  }
  if (end === undefined) return
  Object.assign(last, { pts: end, duration: 0n })
  yield last
}

/** The film's beginning, which is time 0 to players, in the time base of its pictures. */
function startOf({ input, pictures }: OpenVideo): bigint {
  return input.startTime === AV_NOPTS_VALUE ? 0n : avRescaleQ(input.startTime, MICROSECONDS, pictures.timeBase)
}

const MICROSECONDS = new Rational(1, 1_000_000)

function allocated<Memory extends { alloc(): void }>(memory: Memory): Memory {
  memory.alloc()
  return memory
}
