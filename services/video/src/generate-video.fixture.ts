import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import {
  AV_CODEC_FLAG_GLOBAL_HEADER,
  AV_LOG_QUIET,
  AV_OPT_SEARCH_CHILDREN,
  AV_OPT_TYPE_STRING,
  AV_PIX_FMT_RGB24,
  AV_PIX_FMT_YUV420P,
  AV_PKT_DATA_DISPLAYMATRIX,
  type FFEncoderCodec,
} from "node-av/constants"
import {
  Codec,
  CodecContext,
  Dictionary,
  FFmpegError,
  FormatContext,
  Frame,
  Log,
  Packet,
  Rational,
  SoftwareScaleContext,
  type Stream,
} from "node-av/lib"

export interface GeneratedVideo {
  readonly encoder?: "libx264" | "libx265" | "libvpx-vp9" | "mpeg4" | "ffv1"
  /** FFmpeg's name of the muxer. */
  readonly muxer?: "mp4" | "mov" | "webm" | "matroska" | "avi" | "3gp"
  /** Each second's colour, the left half and the right half: 0xrrggbb. */
  readonly seconds?: readonly (readonly [left: number, right: number])[]
  /** Pictures a second. Default 10. */
  readonly rate?: number
  /** Seconds by which the pictures are later than time 0. */
  readonly startsAt?: number
  readonly width?: number
  readonly height?: number
  /** Degrees clockwise. */
  readonly rotation?: number
  readonly tags?: Readonly<Record<string, string>>
  /** The index before the pictures. */
  readonly faststart?: boolean
  /** Matroska as it is recorded: neither an index nor a duration. */
  readonly live?: boolean
}

const RATE = 10
const SPEED = {
  libx264: { preset: "ultrafast" },
  libx265: { preset: "ultrafast", "x265-params": "log-level=none" },
  "libvpx-vp9": { deadline: "realtime", "cpu-used": "8" },
  mpeg4: {},
  ffv1: {},
}
const check = (code: number, what: string) => FFmpegError.throwIfError(code, what)

/** For tests: the bytes of a small video without sound. */
export async function generateVideo(video: GeneratedVideo = {}): Promise<Buffer> {
  const folder = mkdtempSync(join(tmpdir(), "darkroom-video-"))
  try {
    const path = join(folder, "video")
    await write(path, video)
    return readFileSync(path)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function write(path: string, video: GeneratedVideo): Promise<void> {
  const { width = 160, height = 120, encoder = "libx264", muxer = "mp4", tags = {}, rate: perSecond = RATE } = video
  Log.setLevel(AV_LOG_QUIET)
  const codec = Codec.findEncoderByName(encoder as FFEncoderCodec)
  using context = new CodecContext()
  context.allocContext3(codec)
  const rate = { timeBase: new Rational(1, perSecond), framerate: new Rational(perSecond, 1) }
  Object.assign(context, { width, height, ...rate, pixelFormat: AV_PIX_FMT_YUV420P, gopSize: 5 })
  context.setFlags(AV_CODEC_FLAG_GLOBAL_HEADER)
  for (const [name, value] of Object.entries(SPEED[encoder]))
    check(context.setOption(name, value, AV_OPT_TYPE_STRING, AV_OPT_SEARCH_CHILDREN), name)
  check(context.open2Sync(codec), "open2")
  await using format = new FormatContext()
  check(format.allocOutputContext2(null, muxer, path), "allocOutputContext2")
  const flags = `use_metadata_tags${video.faststart ? "+faststart" : ""}`
  if (["mp4", "mov"].includes(muxer))
    check(format.setOption("movflags", flags, AV_OPT_TYPE_STRING, AV_OPT_SEARCH_CHILDREN), "movflags")
  if (video.live) check(format.setOption("live", "1", AV_OPT_TYPE_STRING, AV_OPT_SEARCH_CHILDREN), "live")
  format.metadata = Dictionary.fromObject(tags)
  const stream = format.newStream()
  check(stream.codecpar.fromContext(context), "fromContext")
  if (video.rotation) stream.codecpar.addCodedSideData(AV_PKT_DATA_DISPLAYMATRIX, displayMatrix(video.rotation))
  stream.timeBase = context.timeBase
  check(await format.openOutput(), "openOutput")
  check(await format.writeHeader(null), "writeHeader")
  await writePictures(video, { context, format, stream })
  check(await format.writeTrailer(), "writeTrailer")
  await format.closeOutput()
}

interface Output {
  readonly context: CodecContext
  readonly format: FormatContext
  readonly stream: Stream
}

async function writePictures(
  { seconds = DEFAULT, rate = RATE, startsAt = 0 }: GeneratedVideo,
  output: Output,
): Promise<void> {
  const { context } = output
  for (const [second, [left, right]] of seconds.entries()) {
    using frame = pictureOf(left, right, context)
    for (let index = 0; index < rate; index++) {
      frame.pts = BigInt((startsAt + second) * rate + index)
      check(context.sendFrameSync(frame), "sendFrame")
      await drain(output)
    }
  }
  check(context.sendFrameSync(null), "sendFrame")
  await drain(output)
}

const DEFAULT = [[0x3060c0, 0xc06030]] as const

function pictureOf(left: number, right: number, { width, height }: CodecContext): Frame {
  const pixels = Buffer.alloc(width * height * 3)
  for (let at = 0; at < width * height; at++) pixels.writeUIntBE(at % width < width / 2 ? left : right, at * 3, 3)
  using source = Frame.fromVideoBuffer(pixels, { width, height, format: AV_PIX_FMT_RGB24 })
  const frame = new Frame()
  frame.alloc()
  Object.assign(frame, { width, height, format: AV_PIX_FMT_YUV420P })
  check(frame.getBuffer(), "getBuffer")
  using scaler = new SoftwareScaleContext()
  scaler.allocContext()
  check(scaler.scaleFrameSync(frame, source), "scaleFrame")
  return frame
}

async function drain({ context, format, stream }: Output): Promise<void> {
  using packet = new Packet()
  packet.alloc()
  while (context.receivePacketSync(packet) >= 0) {
    packet.streamIndex = stream.index
    packet.duration = 1n
    packet.rescaleTs(context.timeBase, stream.timeBase)
    check(await format.interleavedWriteFrame(packet), "interleavedWriteFrame")
  }
}

/** Numbers of 16.16 bits, those of the last column of 2.30. https://ffmpeg.org/doxygen/trunk/group__lavu__video__display.html */
function displayMatrix(degrees: number): Buffer {
  const radians = (degrees * Math.PI) / 180
  const [cos, sin] = [Math.round(Math.cos(radians)), Math.round(Math.sin(radians))]
  const matrix = Buffer.alloc(36)
  const values = [cos, sin, 0, -sin, cos, 0, 0, 0, 1].map((value, index) => value * 2 ** (index % 3 === 2 ? 30 : 16))
  for (const [index, value] of values.entries()) matrix.writeInt32LE(value, index * 4)
  return matrix
}
