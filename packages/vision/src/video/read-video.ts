import { AV_DISPOSITION_ATTACHED_PIC, AV_LOG_QUIET, AVERROR_EOF, AVMEDIA_TYPE_VIDEO } from "node-av/constants"
import { Codec, CodecContext, FFmpegError, FormatContext, Frame, Log, Packet, type Stream } from "node-av/lib"
import { VideoUndecodable } from "../errors.ts"
import { displayWidth, readInfo } from "./read-info.ts"
import { pickTimes } from "./pick-times.ts"
import { toJpeg } from "./to-jpeg.ts"
import type { SampleOptions, VideoFrame, VideoInfo } from "./video-info.ts"

/** What is read, and nothing that names other files: FFmpeg also knows playlists. */
const FORMATS = "mov,matroska"
const MAXIMUM_PIXELS = 50e6

export interface VideoReader {
  readonly info: VideoInfo
  frames(options: SampleOptions): AsyncGenerator<VideoFrame>
}

/**
 * Reads a video in this process, which FFmpeg may take down with it: `openVideo` has one of its own.
 *
 * @throws VideoUndecodable
 */
export function readVideo(path: string): VideoReader {
  Log.setLevel(AV_LOG_QUIET)
  const format = new FormatContext()
  format.allocContext()
  format.setOption("protocol_whitelist", "file")
  format.setOption("format_whitelist", FORMATS)
  check(format.openInputSync(`file:${path}`))
  check(format.findStreamInfoSync())
  const stream = format.streams[format.findBestStream(AVMEDIA_TYPE_VIDEO)]
  if (stream === undefined || stream.hasDisposition(AV_DISPOSITION_ATTACHED_PIC))
    throw new VideoUndecodable("there are no moving pictures in it")
  const info = readInfo(format, stream)
  if (info.width * info.height > MAXIMUM_PIXELS) throw new VideoUndecodable("its pictures are too large")
  return { info, frames: (options) => frames(format, stream, info, options) }
}

async function* frames(
  format: FormatContext,
  stream: Stream,
  info: VideoInfo,
  options: SampleOptions,
): AsyncGenerator<VideoFrame> {
  const target = { ...storedSize(stream, options.maxSide), rotation: info.rotation }
  const isWanted = pickTimes(info.duration, options)
  let any = false
  for (const { frame, timestamp } of decode(format, stream)) {
    any = true
    if (isWanted(timestamp)) yield { timestamp, jpeg: await toJpeg(frame, target) }
  }
  if (!any) throw new VideoUndecodable("none of its pictures could be decoded")
}

/** Every picture, in the order of time. What is damaged is left out, as players do. */
function* decode(format: FormatContext, stream: Stream): Generator<{ frame: Frame; timestamp: number }> {
  using context = openDecoder(stream)
  using packet = new Packet()
  packet.alloc()
  using frame = new Frame()
  frame.alloc()
  let first: number | undefined
  for (let ended = false; !ended;) {
    ended = format.readFrameSync(packet) < 0
    if (!ended && packet.streamIndex !== stream.index) packet.unref()
    else {
      context.sendPacketSync(ended ? null : packet)
      packet.unref()
      while (context.receiveFrameSync(frame) >= 0) {
        const at = milliseconds(frame, stream)
        first ??= at
        yield { frame, timestamp: Math.max(0, Math.round(at - first)) }
        frame.unref()
      }
    }
  }
}

function openDecoder({ codecpar }: Stream): CodecContext {
  const codec = Codec.findDecoder(codecpar.codecId)
  if (codec === null) throw new VideoUndecodable("there is no decoder for it")
  const context = new CodecContext()
  context.allocContext3(codec)
  check(context.parametersToContext(codecpar))
  check(context.open2Sync(codec))
  return context
}

function milliseconds({ bestEffortTimestamp }: Frame, { timeBase: { num, den } }: Stream): number {
  return (Number(bestEffortTimestamp) * 1_000 * num) / den
}

function storedSize(stream: Stream, maxSide = 1_280) {
  const size = { width: displayWidth(stream), height: stream.codecpar.height }
  const scale = Math.min(1, maxSide / Math.max(size.width, size.height))
  return { width: Math.max(1, Math.round(size.width * scale)), height: Math.max(1, Math.round(size.height * scale)) }
}

function check(code: number): void {
  if (code < 0) throw new VideoUndecodable(code === AVERROR_EOF ? "it ends too early" : FFmpegError.strerror(code))
}
