import { AVERROR_EOF, AVSEEK_CUR, AVSEEK_END, AVSEEK_SET, AVSEEK_SIZE, type AVSeekWhence } from "node-av/constants"

/** Something of which parts can be read. */
export interface RangeSource {
  readonly size: number
  /** The bytes from `start` to `end`, both included. */
  read(start: number, end: number): Promise<Uint8Array>
}

export interface RangeReaderOptions {
  /** Bytes of one request. Default 1 MiB. */
  readonly block?: number
  /** Blocks that are kept. Default 16. */
  readonly kept?: number
  /** Bytes that are read in all, at the most: an index may lie anywhere, but nobody needs the whole of a film. Default 512 MiB. */
  readonly budget?: number
}

/** What FFmpeg reads a file by. An error of the source is kept, for FFmpeg would call it damage. */
export interface RangeReader {
  read(size: number): Promise<Buffer | number>
  seek(offset: bigint, whence: AVSeekWhence): bigint
  /** The source's first error, if it had one. */
  readonly failure: { readonly error: unknown } | undefined
}

/** AVERROR(EIO) */
const IO_ERROR = -5
const MEBIBYTE = 2 ** 20

/** Reads a file block by block and keeps the latest blocks: FFmpeg goes back and forth between an index and what it points to. */
export function rangeReader(source: RangeSource, options: RangeReaderOptions = {}): RangeReader {
  const { block = MEBIBYTE, kept = 16, budget = 512 * MEBIBYTE } = options
  const blocks = new Map<number, Buffer>()
  let [position, left] = [0, budget]
  let failure: RangeReader["failure"]

  async function blockAt(index: number): Promise<Buffer> {
    const known = blocks.get(index)
    if (known !== undefined) blocks.delete(index)
    const bytes = known ?? (await fetchBlock(index))
    blocks.set(index, bytes)
    if (blocks.size > kept) blocks.delete(blocks.keys().next().value ?? 0)
    return bytes
  }
  async function fetchBlock(index: number): Promise<Buffer> {
    const start = index * block
    const bytes = Buffer.from(await source.read(start, Math.min(start + block, source.size) - 1))
    left -= bytes.length
    return bytes
  }

  return {
    get failure() {
      return failure
    },
    async read(size) {
      if (position >= source.size) return AVERROR_EOF
      if (failure !== undefined || left <= 0) return IO_ERROR
      try {
        const bytes = await blockAt(Math.floor(position / block))
        const from = position % block
        const part = bytes.subarray(from, from + size)
        position += part.length
        return part.length > 0 ? part : AVERROR_EOF
      } catch (error) {
        failure = { error }
        return IO_ERROR
      }
    },
    seek(offset, whence) {
      if (whence === AVSEEK_SIZE) return BigInt(source.size)
      const base = { [AVSEEK_SET]: 0, [AVSEEK_CUR]: position, [AVSEEK_END]: source.size }[whence]
      if (base === undefined) return -1n
      position = base + Number(offset)
      return BigInt(position)
    },
  }
}
