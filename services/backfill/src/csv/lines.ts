/** One physical line. */
export interface Line {
  /** From 1 on. */
  readonly number: number
  /** Without its end; undefined where it is too long to be a row. */
  readonly bytes: Uint8Array | undefined
  /** Byte offset behind it, its end included. */
  readonly end: number
}

export interface LinesFrom {
  /** Byte offset at which the chunks begin, which is the beginning of a line. */
  readonly byte: number
  /** How many lines lie before. */
  readonly line: number
}

/** A key has 1,024 bytes, URL-encoded three times as many; the rest is for what else a row tells. */
export const MAX_LINE_BYTES = 16 * 1024

const LF = 10
const CR = 13

/** Cuts a stream of bytes into lines that end with LF or CRLF. Of a line that is too long no more than the beginning is held. */
export async function* linesOf(chunks: AsyncIterable<Uint8Array>, from: LinesFrom): AsyncGenerator<Line> {
  let { byte: end, line: number } = from
  let held: Uint8Array[] = []
  let heldBytes = 0
  const hold = (bytes: Uint8Array) => {
    heldBytes += bytes.length
    if (heldBytes <= MAX_LINE_BYTES) held.push(bytes)
  }
  const take = (): Line => {
    const bytes = heldBytes <= MAX_LINE_BYTES ? withoutCr(Buffer.concat(held)) : undefined
    held = []
    heldBytes = 0
    return { number: ++number, bytes, end }
  }
  for await (const chunk of chunks) {
    let start = 0
    for (let at = chunk.indexOf(LF); at >= 0; at = chunk.indexOf(LF, start)) {
      hold(chunk.subarray(start, at))
      end += at + 1 - start
      start = at + 1
      yield take()
    }
    hold(chunk.subarray(start))
    end += chunk.length - start
  }
  if (heldBytes > 0) yield take()
}

function withoutCr(bytes: Uint8Array): Uint8Array {
  return bytes.at(-1) === CR ? bytes.subarray(0, -1) : bytes
}
