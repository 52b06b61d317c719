const LINE_INTERVAL = 5_000

/** One line that is drawn over on a terminal; else a line now and then. */
export function progressLine(stream: NodeJS.WriteStream, now: () => number = Date.now) {
  let drawn = false
  let writtenAt = now()
  return {
    show(text: string): void {
      if (stream.isTTY) {
        drawn = true
        stream.write(`\r${text}\u001b[K`)
      } else if (now() - writtenAt >= LINE_INTERVAL) {
        writtenAt = now()
        stream.write(`${text}\n`)
      }
    },
    /** Takes the line off the screen. */
    end(): void {
      if (drawn) stream.write("\r\u001b[K")
      drawn = false
    },
  }
}
