import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import {
  AV_CODEC_FLAG_GLOBAL_HEADER,
  AV_LOG_ERROR,
  AV_OPT_SEARCH_CHILDREN,
  AV_OPT_TYPE_STRING,
  AV_PIX_FMT_RGB24,
  AV_PIX_FMT_YUV420P,
  AV_PKT_DATA_DISPLAYMATRIX,
  type FFEncoderCodec,
  SWS_BILINEAR,
} from "node-av/constants"
import {
  Codec,
  CodecContext,
  FFmpegError,
  FormatContext,
  Frame,
  Log,
  Packet,
  Rational,
  SoftwareScaleContext,
  type Stream,
} from "node-av/lib"
import sharp from "sharp"

export interface Scene {
  readonly seconds: number
  /** An encoded image, stretched to the video's size. */
  readonly picture: Uint8Array
}

export interface GeneratedVideo {
  readonly scenes: readonly Scene[]
  /** Pixels as they are stored, even numbers. */
  readonly width?: number
  readonly height?: number
  readonly framesPerSecond?: number
  readonly encoder?: "libx264" | "libx265" | "mpeg4" | "libvpx-vp9"
  readonly container?: "mp4" | "mov" | "webm" | "matroska"
  /** Degrees clockwise by which players turn the pictures. */
  readonly rotation?: 0 | 90 | 180 | 270
}

/** As fast as it goes. */
const OPTIONS: Readonly<Record<NonNullable<GeneratedVideo["encoder"]>, Readonly<Record<string, string>>>> = {
  libx264: { preset: "ultrafast" },
  libx265: { preset: "ultrafast", "x265-params": "log-level=none" },
  mpeg4: {},
  "libvpx-vp9": { deadline: "realtime", "cpu-used": "8" },
}

/** The bytes of a video that shows one picture after the other. */
export async function generateVideo(video: GeneratedVideo): Promise<Buffer> {
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
  const { width = 640, height = 480, framesPerSecond = 10, encoder = "libx264", container = "mp4" } = video
  Log.setLevel(AV_LOG_ERROR)
  const codec = Codec.findEncoderByName(encoder as FFEncoderCodec)
  if (codec === null) throw new Error(`node-av has no ${encoder}`)
  using context = new CodecContext()
  context.allocContext3(codec)
  context.width = width
  context.height = height
  context.timeBase = new Rational(1, framesPerSecond)
  context.framerate = new Rational(framesPerSecond, 1)
  context.pixelFormat = AV_PIX_FMT_YUV420P
  context.bitRate = 2_000_000n
  context.setFlags(AV_CODEC_FLAG_GLOBAL_HEADER)
  // Not as a dictionary: node-av frees the one that `open2` takes twice.
  for (const [name, value] of Object.entries(OPTIONS[encoder])) {
    check(context.setOption(name, value, AV_OPT_TYPE_STRING, AV_OPT_SEARCH_CHILDREN), name)
  }
  check(context.open2Sync(codec), "open2")
  await using format = new FormatContext()
  check(format.allocOutputContext2(null, container, path), "allocOutputContext2")
  const stream = format.newStream()
  check(stream.codecpar.fromContext(context), "fromContext")
  if (video.rotation) stream.codecpar.addCodedSideData(AV_PKT_DATA_DISPLAYMATRIX, displayMatrix(video.rotation))
  stream.timeBase = context.timeBase
  check(await format.openOutput(), "openOutput")
  check(await format.writeHeader(null), "writeHeader")
  let pts = 0n
  for (const { picture, seconds } of video.scenes) {
    using frame = await pictureFrame(picture, width, height)
    for (let left = Math.round(seconds * framesPerSecond); left > 0; left--) {
      frame.pts = pts++
      check(context.sendFrameSync(frame), "sendFrame")
      await drain(context, format, stream)
    }
  }
  check(context.sendFrameSync(null), "sendFrame")
  await drain(context, format, stream)
  check(await format.writeTrailer(), "writeTrailer")
  await format.closeOutput()
}

async function pictureFrame(picture: Uint8Array, width: number, height: number): Promise<Frame> {
  const stretched = sharp(picture).resize(width, height, { fit: "fill" }).flatten().toColourspace("srgb")
  using source = Frame.fromVideoBuffer(await stretched.raw().toBuffer(), { width, height, format: AV_PIX_FMT_RGB24 })
  const frame = new Frame()
  frame.alloc()
  Object.assign(frame, { width, height, format: AV_PIX_FMT_YUV420P })
  check(frame.getBuffer(), "getBuffer")
  using scaler = new SoftwareScaleContext()
  scaler.getContext(width, height, AV_PIX_FMT_RGB24, width, height, AV_PIX_FMT_YUV420P, SWS_BILINEAR)
  check(scaler.scaleFrameSync(frame, source), "scaleFrame")
  return frame
}

async function drain(context: CodecContext, format: FormatContext, stream: Stream): Promise<void> {
  using packet = new Packet()
  packet.alloc()
  while (context.receivePacketSync(packet) >= 0) {
    packet.streamIndex = stream.index
    if (packet.duration === 0n) packet.duration = 1n
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
  values.forEach((value, index) => matrix.writeInt32LE(value, index * 4))
  return matrix
}

const check = (code: number, what: string) => FFmpegError.throwIfError(code, what)
