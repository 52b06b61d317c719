import { createInterface } from "node:readline"
import type { Readable } from "node:stream"
import { END_OF_OUTPUT } from "./messages.ts"

export type OutputStream = "stdout" | "stderr"

export interface ProcessOutput {
  /** Lines belong to this invocation from now on. Resolves when it has said on both streams that no more will come. */
  begin(requestId: string): Promise<void>
}

type OnLine = (line: string, stream: OutputStream, requestId: string | undefined) => void

/** Hands on what a process prints, with the invocation that printed it. */
export function processOutput(streams: Record<OutputStream, Readable | null>, onLine: OnLine): ProcessOutput {
  let requestId: string | undefined
  let open = 0
  let done = () => {}
  const end = () => {
    if (--open > 0) return
    requestId = undefined
    done()
  }
  const read = (stream: OutputStream) => (line: string) => {
    const at = line.indexOf(END_OF_OUTPUT)
    const text = at < 0 ? line : line.slice(0, at)
    // Before the mark may stand what was printed without a line's end.
    if (at < 0 || text !== "") onLine(text, stream, requestId)
    if (at >= 0) end()
  }
  for (const stream of ["stdout", "stderr"] as const) {
    const input = streams[stream]
    if (input) createInterface({ input }).on("line", read(stream))
  }
  return {
    begin: (id) => {
      requestId = id
      open = 2
      return new Promise((resolve) => (done = resolve))
    },
  }
}
