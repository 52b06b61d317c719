import type { VideoContainer } from "@darkroom/events"
import {
  AV_DISPOSITION_ATTACHED_PIC,
  AV_LOG_QUIET,
  AVFMT_FLAG_CUSTOM_IO,
  AVMEDIA_TYPE_AUDIO,
  AVMEDIA_TYPE_VIDEO,
} from "node-av/constants"
import { avGetCodecName, Codec, Dictionary, FormatContext, InputFormat, IOContext, Log, type Stream } from "node-av/lib"
import { DECODERS } from "./decoders.ts"
import { DamagedVideo, UnsupportedVideo } from "./errors.ts"
import type { RangeReader } from "./range-reader.ts"

export interface OpenVideo {
  readonly input: FormatContext
  readonly pictures: Stream
  readonly sound: Stream | undefined
}

const BUFFER = 65_536

/** FFmpeg's demuxers. The one for ISO base media follows no references to other files unless it is told to. */
const DEMUXERS: Readonly<Record<VideoContainer, string>> = { mp4: "mov", mov: "mov", webm: "matroska", mkv: "matroska" }

/** Opens a video, hands it to `use`, and closes it, whatever happens. Throws DamagedVideo, UnsupportedVideo, and what the reader failed with. */
export async function withVideo<Result>(
  container: VideoContainer,
  reader: RangeReader,
  use: (video: OpenVideo) => Promise<Result>,
): Promise<Result> {
  Log.setLevel(AV_LOG_QUIET)
  const io = new IOContext()
  io.allocContextWithCallbacks(BUFFER, 0, reader.read, null, reader.seek)
  const input = new FormatContext()
  input.allocContext()
  input.pb = io
  input.setFlags(AVFMT_FLAG_CUSTOM_IO)
  try {
    await open(input, container)
    const result = await use({ input, ...streamsOf(input) })
    // To FFmpeg, what cannot be read has ended.
    if (reader.failure) throw reader.failure.error
    return result
  } catch (error) {
    throw reader.failure ? reader.failure.error : error
  } finally {
    input.pb = null
    await input.closeInput()
    io.freeContext()
  }
}

async function open(input: FormatContext, container: VideoContainer): Promise<void> {
  const demuxer = InputFormat.findInputFormat(DEMUXERS[container])
  using options = Dictionary.fromObject(allowed(container))
  if ((await input.openInput("", demuxer, options)) < 0) throw new DamagedVideo("its container cannot be read")
  if ((await input.findStreamInfo(null)) < 0) throw new DamagedVideo("its streams cannot be read")
}

/** For what FFmpeg opens by itself, finding out about streams. https://ffmpeg.org/ffmpeg-formats.html#Format-Options */
function allowed(container: VideoContainer): Record<string, string> {
  return { format_whitelist: DEMUXERS[container], protocol_whitelist: "none", codec_whitelist: DECODERS.join(",") }
}

function streamsOf(input: FormatContext): Pick<OpenVideo, "pictures" | "sound"> {
  const isCover = (stream: Stream) => (Number(stream.disposition) & Number(AV_DISPOSITION_ATTACHED_PIC)) !== 0
  const of = (type: number) => input.streams.filter(({ codecpar }) => Number(codecpar.codecType) === type)
  const pictures = of(Number(AVMEDIA_TYPE_VIDEO)).find((stream) => !isCover(stream))
  const [sound] = of(Number(AVMEDIA_TYPE_AUDIO))
  if (pictures === undefined) {
    if (sound === undefined) throw new DamagedVideo("it has no streams")
    throw new UnsupportedVideo("an audio file")
  }
  decoderOf(pictures)
  return { pictures, sound }
}

/** Throws UnsupportedVideo where the pictures need a decoder that is not allowed. */
export function decoderOf({ codecpar: { codecId } }: Stream): Codec {
  const decoder = Codec.findDecoder(codecId)
  if (decoder?.name && DECODERS.includes(decoder.name)) return decoder
  throw new UnsupportedVideo(`a film encoded as ${avGetCodecName(codecId) ?? "something unknown"}`)
}
