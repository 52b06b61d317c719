import {
  AV_CODEC_FLAG_GLOBAL_HEADER,
  AV_OPT_SEARCH_CHILDREN,
  AV_OPT_TYPE_STRING,
  AV_PIX_FMT_YUV420P,
  FF_ENCODER_LIBX264,
} from "node-av/constants"
import { Codec, CodecContext, FFmpegError, FormatContext, type Frame, Packet, Rational } from "node-av/lib"
import type { Size } from "./shape-of.ts"

/** Pictures a second of a copy: what is worth a label is seen for longer than a fifth of a second. */
export const COPY_RATE = 5
/** As fast as a copy is worth, and never more than 2 Mbit/s. */
const OPTIONS = { preset: "veryfast", crf: "26", maxrate: "2M", bufsize: "4M" }
/** A key frame every five seconds. */
const KEY_INTERVAL = 5 * COPY_RATE
/** A function of 3,008 MB has 1.7 processors. */
export const THREADS = 2

export interface CopyEncoder {
  /** Takes one picture more; the frame's `pts` counts them. Answers the bytes that are written so far. */
  write(frame: Frame): Promise<number>
}

/** Writes an H.264 MP4 without sound of the pictures that `use` hands over. The file is whole when this is over. */
export async function withEncoder(
  path: string,
  size: Size,
  use: (encoder: CopyEncoder) => Promise<void>,
): Promise<void> {
  using context = await openContext(size)
  await using format = new FormatContext()
  check(format.allocOutputContext2(null, "mp4", path), "allocOutputContext2")
  const stream = format.newStream()
  check(stream.codecpar.fromContext(context), "fromContext")
  stream.timeBase = context.timeBase
  check(await format.openOutput(), "openOutput")
  check(await format.writeHeader(null), "writeHeader")
  using packet = new Packet()
  packet.alloc()
  let bytes = 0
  async function write(frame: Frame | null): Promise<number> {
    check(await context.sendFrame(frame), "sendFrame")
    while ((await context.receivePacket(packet)) >= 0) {
      packet.streamIndex = stream.index
      packet.duration = 1n
      packet.rescaleTs(context.timeBase, stream.timeBase)
      bytes += packet.size
      check(await format.interleavedWriteFrame(packet), "interleavedWriteFrame")
    }
    return bytes
  }
  await use({ write })
  await write(null)
  check(await format.writeTrailer(), "writeTrailer")
  await format.closeOutput()
}

async function openContext({ width, height }: Size): Promise<CodecContext> {
  const codec = Codec.findEncoderByName(FF_ENCODER_LIBX264)
  const context = new CodecContext()
  context.allocContext3(codec)
  const rate = { timeBase: new Rational(1, COPY_RATE), framerate: new Rational(COPY_RATE, 1), gopSize: KEY_INTERVAL }
  Object.assign(context, { width, height, ...rate, pixelFormat: AV_PIX_FMT_YUV420P, threadCount: THREADS })
  context.setFlags(AV_CODEC_FLAG_GLOBAL_HEADER)
  // Not as a dictionary: node-av frees the one that `open2` takes twice.
  for (const [name, value] of Object.entries(OPTIONS))
    check(context.setOption(name, value, AV_OPT_TYPE_STRING, AV_OPT_SEARCH_CHILDREN), name)
  check(await context.open2(codec), "open2")
  return context
}

function check(result: number, what: string): void {
  FFmpegError.throwIfError(result, what)
}
