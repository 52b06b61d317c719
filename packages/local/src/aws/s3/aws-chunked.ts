import { incompleteBody, S3Error } from "./errors.ts"

const MAXIMUM_LINE_BYTES = 16 * 1024

/**
 * Decodes `aws-chunked`: `<hex size>[;chunk-signature=...]\r\n<data>\r\n`, a chunk of size 0, then trailer lines.
 * Trailers go into the given map, names in lower case. Chunk signatures are not verified.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
 */
export async function* decodeAwsChunked(
  source: AsyncIterator<Buffer, unknown>,
  trailers: Map<string, string>,
): AsyncGenerator<Buffer> {
  const reader = byteReader(source)
  for (;;) {
    const size = chunkSize(await reader.line())
    if (size === 0) break
    yield* reader.take(size)
    if ((await reader.line()) !== "") throw malformed()
  }
  for (let line = await reader.line(); line; line = await reader.line()) {
    const [name = "", ...value] = line.split(":")
    trailers.set(name.trim().toLowerCase(), value.join(":").trim())
  }
}

function chunkSize(line: string | undefined): number {
  if (line === undefined) throw incompleteBody()
  const size = /^([0-9a-f]{1,12})(?:;.*)?$/i.exec(line)?.[1]
  if (size === undefined) throw malformed()
  return parseInt(size, 16)
}

const malformed = () => new S3Error("InvalidRequest", "The aws-chunked body is malformed")

function byteReader(source: AsyncIterator<Buffer, unknown>) {
  let buffered: Buffer = Buffer.alloc(0)
  const next = async (): Promise<Buffer | undefined> => {
    const { done, value } = await source.next()
    return done ? undefined : value
  }
  return {
    /** The next line without its end; undefined at the end of the source. */
    async line(): Promise<string | undefined> {
      let end: number
      while ((end = buffered.indexOf(10)) < 0) {
        if (buffered.length > MAXIMUM_LINE_BYTES) throw malformed()
        const more = await next()
        if (more === undefined) return undefined
        buffered = buffered.length === 0 ? more : Buffer.concat([buffered, more])
      }
      const line = buffered.toString("latin1", 0, end).replace(/\r$/, "")
      buffered = buffered.subarray(end + 1)
      return line
    },
    /** That many bytes, in pieces. */
    async *take(size: number): AsyncGenerator<Buffer> {
      for (let left = size; left > 0;) {
        if (buffered.length === 0) buffered = (await next()) ?? Buffer.alloc(0)
        if (buffered.length === 0) throw incompleteBody()
        const piece = buffered.subarray(0, left)
        buffered = buffered.subarray(piece.length)
        left -= piece.length
        yield piece
      }
    },
  }
}
