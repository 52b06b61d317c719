// The inside of the process that `openVideo` starts: reads one video, a picture each time that it is asked for one.
import { setPriority } from "node:os"
import { VideoUndecodable } from "../errors.ts"
import { readVideo } from "./read-video.ts"
import type { SampleOptions, VideoFrame, VideoInfo } from "./video-info.ts"

export type Question =
  | { readonly ask: "info"; readonly path: string }
  | { readonly ask: "frame"; readonly options: SampleOptions }

export type Answer =
  | { readonly info: VideoInfo }
  | { readonly frame: VideoFrame | undefined }
  | { readonly undecodable: string }

/** Behind whoever waits for an answer. */
const LOW_PRIORITY = 10
setPriority(LOW_PRIORITY)

let reader: ReturnType<typeof readVideo>
let frames: AsyncGenerator<VideoFrame> | undefined

process.on("message", (question: Question) => void answer(question).then((reply) => process.send?.(reply)))
process.on("disconnect", () => process.exit())

async function answer(question: Question): Promise<Answer> {
  try {
    if (question.ask === "info") return { info: (reader = readVideo(question.path)).info }
    frames ??= reader.frames(question.options)
    const { value } = await frames.next()
    return { frame: value as VideoFrame | undefined }
  } catch (error) {
    if (error instanceof VideoUndecodable) return { undecodable: error.reason }
    throw error
  }
}
