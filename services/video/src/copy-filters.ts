import { AV_BUFFERSRC_FLAG_KEEP_REF, type AVPixelFormat } from "node-av/constants"
import { FFmpegError, Filter, type FilterContext, FilterGraph, type Frame, type Rational } from "node-av/lib"
import { COPY_RATE } from "./copy-encoder.ts"
import { UndecodablePictures } from "./errors.ts"
import { fit, type Shape, type Size } from "./shape-of.ts"

/** Pixels of a copy's longer side, at the most. */
const MOST_SIDE = 1280

/** How large a copy's pictures are: upright, never enlarged, and even, as H.264's usual colours have one value for two pixels by two. */
export function sizeOfCopy({ upright }: Shape): Size {
  const { width, height } = fit(upright, MOST_SIDE)
  const even = (side: number) => Math.max(2, side - (side % 2))
  return { width: even(width), height: even(height) }
}

/** A chain of FFmpeg's filters: pictures as a film has them go in, those of a copy come out. */
export interface Filters {
  /** Null at the film's end. */
  push(frame: Frame | null): Promise<void>
  /** Writes the next picture into the frame; false where another has to be pushed first, or there is none any more. */
  pull(frame: Frame): Promise<boolean>
  [Symbol.dispose](): void
}

/**
 * Five pictures a second from time 0 on, each the one that a player shows then, upright, with square pixels. `pts` are in
 * `timeBase` on the way in, and count pictures on the way out. Throws UndecodablePictures.
 */
export function openFilters(first: Frame, { shape, timeBase }: { shape: Shape; timeBase: Rational }): Filters {
  const graph = new FilterGraph()
  graph.alloc()
  try {
    const source = openSource(graph, first, timeBase)
    const sink = filtersOf(shape).reduce((from, [name, options]) => {
      const filter = required(graph.createFilter(required(Filter.getByName(name)), name, options ?? null))
      check(from.link(0, filter, 0))
      return filter
    }, source)
    check(graph.configSync())
    return {
      push: async (frame) => check(await source.buffersrcAddFrame(frame, AV_BUFFERSRC_FLAG_KEEP_REF)),
      pull: async (frame) => (await sink.buffersinkGetFrame(frame)) >= 0,
      [Symbol.dispose]: () => graph.free(),
    }
  } catch (error) {
    graph.free()
    throw error
  }
}

/** https://ffmpeg.org/ffmpeg-filters.html */
function filtersOf(shape: Shape): readonly (readonly [name: string, options?: string])[] {
  const turns = {
    0: [],
    90: [["transpose", "clock"]],
    180: [["hflip"], ["vflip"]],
    270: [["transpose", "cclock"]],
  } as const
  const { width, height } = sizeOfCopy(shape)
  const [across, down] = shape.rotation % 180 === 0 ? [width, height] : [height, width]
  return [
    // First, so that pictures that are left out are neither scaled nor turned.
    ["fps", `fps=${COPY_RATE}:start_time=0:round=up`],
    ["scale", `w=${across}:h=${down}:flags=bilinear`],
    ...turns[shape.rotation],
    ["setsar", "1"],
    ["format", "pix_fmts=yuv420p"],
    ["buffersink"],
  ]
}

function openSource(graph: FilterGraph, frame: Frame, timeBase: Rational): FilterContext {
  const source = required(graph.allocFilter(required(Filter.getByName("buffer")), "source"))
  const { width, height, sampleAspectRatio, colorRange, colorSpace } = frame
  const format = frame.format as AVPixelFormat
  check(source.buffersrcParametersSet({ width, height, format, timeBase, sampleAspectRatio, colorRange, colorSpace }))
  check(source.init(null))
  return source
}

function required<Value>(value: Value | null): Value {
  if (value === null) throw new Error("FFmpeg has no such filter")
  return value
}

function check(result: number): void {
  if (result < 0) throw new UndecodablePictures(FFmpegError.strerror(result))
}
