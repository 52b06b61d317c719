import { type ChildProcess, fork } from "node:child_process"
import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { VideoReaderCrashed, VideoUndecodable } from "../errors.ts"
import type { SampleOptions, VideoFrame, VideoInfo } from "./video-info.ts"
import type { Answer, Question } from "./video-process.ts"

const PROGRAM = fileURLToPath(new URL("video-process.ts", import.meta.url))
/** Milliseconds for one answer: a file that FFmpeg cannot get through must not hold up the others. */
const PATIENCE = 300_000

export interface OpenedVideo {
  readonly info: VideoInfo
  /** Once. @throws VideoUndecodable, VideoReaderCrashed */
  frames(options?: SampleOptions): AsyncGenerator<VideoFrame>
  /** Ends the process; fine twice. */
  close(): Promise<void>
}

/**
 * Opens a video, a path or its bytes, in a process of its own, so that neither a damaged file nor a long one does harm.
 *
 * @throws VideoUndecodable, VideoReaderCrashed
 */
export async function openVideo(source: string | Uint8Array): Promise<OpenedVideo> {
  const file = typeof source === "string" ? { path: source, remove: async () => {} } : await temporaryFile(source)
  const child = fork(PROGRAM, { execArgv: [], serialization: "advanced", stdio: ["ignore", "ignore", "ignore", "ipc"] })
  const close = async () => {
    child.kill("SIGKILL")
    await file.remove()
  }
  try {
    const answer = await ask(child, { ask: "info", path: file.path })
    if (!("info" in answer)) throw new VideoReaderCrashed("it answered something else")
    return { info: answer.info, frames: (options = {}) => frames(child, options, close), close }
  } catch (error) {
    await close()
    throw error
  }
}

async function* frames(
  child: ChildProcess,
  options: SampleOptions,
  close: () => Promise<void>,
): AsyncGenerator<VideoFrame> {
  try {
    for (;;) {
      const answer = await ask(child, { ask: "frame", options })
      if (!("frame" in answer) || answer.frame === undefined) return
      yield answer.frame
    }
  } finally {
    await close()
  }
}

async function ask(child: ChildProcess, question: Question): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>()
  const onExit = (code: number | null, signal: string | null) =>
    reject(new VideoReaderCrashed(signal ?? `exit code ${code}`))
  const timer = setTimeout(() => reject(new VideoReaderCrashed(`no answer in ${PATIENCE / 1_000} s`)), PATIENCE)
  child.once("message", resolve).once("error", reject).once("exit", onExit)
  try {
    if (child.exitCode !== null || child.signalCode !== null) onExit(child.exitCode, child.signalCode)
    else child.send(question, (error) => error && reject(new VideoReaderCrashed(error.message, { cause: error })))
    const answer = await promise
    if ("undecodable" in answer) throw new VideoUndecodable(answer.undecodable)
    return answer
  } finally {
    clearTimeout(timer)
    child.off("message", resolve).off("error", reject).off("exit", onExit)
  }
}

async function temporaryFile(bytes: Uint8Array) {
  const folder = await mkdtemp(join(tmpdir(), "darkroom-video-"))
  const path = join(folder, "video")
  await writeFile(path, bytes)
  return { path, remove: () => rm(folder, { recursive: true, force: true }) }
}
