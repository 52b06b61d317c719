import { AV_NOPTS_VALUE, AVDISCARD_ALL, AVSEEK_FLAG_BACKWARD } from "node-av/constants"
import { CodecContext, Frame, Packet } from "node-av/lib"
import { UndecodablePictures } from "./errors.ts"
import { decoderOf, type OpenVideo } from "./open-video.ts"

/** Pictures decoded on the way from a key frame to the wanted one, at the most: ten seconds of most films. */
const MOST_PICTURES = 300
/** Packets of damaged data after which nothing good is expected any more. */
const MOST_PACKETS = 2_000

export interface Pictures {
  /** The picture at that time, or the next best; the frame is the caller's to free. Undefined where there is none from there on. */
  at(milliseconds: number): Promise<{ frame: Frame; at: number } | undefined>
}

/** Decodes single pictures of a video, for as long as `use` takes. Throws UnsupportedVideo, UndecodablePictures. */
export async function withPictures<Result>(
  video: OpenVideo,
  use: (pictures: Pictures) => Promise<Result>,
): Promise<Result> {
  using decoder = await openDecoder(video)
  return await use({ at: (milliseconds) => pictureAt(milliseconds, video, decoder) })
}

/** A decoder of a video's pictures, the caller's to free; its other streams are passed over from then on. Throws UnsupportedVideo, UndecodablePictures. */
export async function openDecoder({ input, pictures }: OpenVideo, threads = 1): Promise<CodecContext> {
  const codec = decoderOf(pictures)
  for (const stream of input.streams) if (stream.index !== pictures.index) stream.discard = AVDISCARD_ALL
  const decoder = new CodecContext()
  decoder.allocContext3(codec)
  decoder.parametersToContext(pictures.codecpar)
  decoder.threadCount = threads
  if ((await decoder.open2(codec, null)) >= 0) return decoder
  decoder.freeContext()
  throw new UndecodablePictures("the decoder does not take the stream")
}

async function pictureAt(
  milliseconds: number,
  { input, pictures }: OpenVideo,
  decoder: CodecContext,
): Promise<{ frame: Frame; at: number } | undefined> {
  const { num, den } = pictures.timeBase
  const start = pictures.startTime === AV_NOPTS_VALUE ? 0n : pictures.startTime
  const wanted = start + BigInt(Math.round((milliseconds * den) / (num * 1000)))
  // Where the file has no index to go by, decoding goes on from where it is.
  if ((await input.seekFrame(pictures.index, wanted, AVSEEK_FLAG_BACKWARD)) >= 0) decoder.flushBuffers()
  const frame = await decodeUpTo(wanted, { input, index: pictures.index, decoder })
  if (frame === undefined) return undefined
  const time = timeOf(frame) ?? wanted
  return { frame, at: Math.max(0, Math.round((Number(time - start) * num * 1000) / den)) }
}

interface Decoding {
  readonly input: OpenVideo["input"]
  readonly index: number
  readonly decoder: CodecContext
}

/** The first picture that is not before `wanted`; where the stream ends sooner, or that is too far, the latest before it. */
async function decodeUpTo(wanted: bigint, { input, index, decoder }: Decoding): Promise<Frame | undefined> {
  using packet = new Packet()
  packet.alloc()
  let [latest, pictures]: [Frame | undefined, number] = [undefined, 0]
  for (let packets = 0; packets < MOST_PACKETS; packets++) {
    const ended = (await input.readFrame(packet)) < 0
    if (!ended && packet.streamIndex !== index) continue
    // A damaged packet is left out, as players do.
    await decoder.sendPacket(ended ? null : packet)
    packet.unref()
    for (;;) {
      const frame = await receive(decoder)
      if (frame === undefined) break
      latest?.free()
      latest = frame
      if ((timeOf(frame) ?? wanted) >= wanted || ++pictures >= MOST_PICTURES) return latest
    }
    if (ended) return latest
  }
  return latest
}

async function receive(decoder: CodecContext): Promise<Frame | undefined> {
  const frame = new Frame()
  frame.alloc()
  const result = await decoder.receiveFrame(frame)
  if (result >= 0) return frame
  frame.free()
  return undefined
}

/** When a picture is shown, in the time base of its stream; undefined where nothing tells. */
export function timeOf({ bestEffortTimestamp, pts }: Frame): bigint | undefined {
  return [bestEffortTimestamp, pts].find((time) => time !== AV_NOPTS_VALUE)
}
