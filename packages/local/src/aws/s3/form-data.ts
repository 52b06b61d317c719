import { S3Error } from "./errors.ts"

/** A form of multipart/form-data up to its file, whose bytes are still to be read. */
export interface Form {
  /** Names in lower case: S3 does not tell them apart by case. */
  readonly fields: ReadonlyMap<string, string>
  /** undefined where the form has none. What follows it is not read: S3 ignores fields after the file. */
  readonly file: FormFile | undefined
}

export interface FormFile {
  /** The browser's name of the file, without folders. */
  readonly name: string
  readonly chunks: AsyncIterable<Buffer>
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/HTTPPOSTForms.html */
const MAXIMUM_FIELD_BYTES = 20 * 1024
const FILE_FIELD = "file"

/** Reads the fields; the file is handed on as it comes, whatever its size. https://datatracker.ietf.org/doc/html/rfc7578 */
export async function readForm(source: AsyncIterator<Buffer, unknown>, contentType: string): Promise<Form> {
  const reader = delimitedReader(source)
  const boundary = Buffer.from(`\r\n--${boundaryOf(contentType)}`)
  const fields = new Map<string, string>()
  let left = MAXIMUM_FIELD_BYTES
  const text = async (end: Buffer) => {
    const bytes = await collect(reader.until(end), left)
    left -= bytes.length
    return bytes.toString("utf8")
  }
  await text(boundary)
  while (!(await text(Buffer.from("\r\n"))).startsWith("--")) {
    const { name, fileName } = disposition(await text(Buffer.from("\r\n\r\n")))
    if (name === FILE_FIELD) return { fields, file: { name: fileName, chunks: reader.until(boundary) } }
    fields.set(name, await text(boundary))
  }
  return { fields, file: undefined }
}

function boundaryOf(contentType: string): string {
  const [, quoted, bare] = /^multipart\/form-data\s*;.*boundary=(?:"([^"]+)"|([^\s;]+))/i.exec(contentType) ?? []
  const boundary = quoted ?? bare
  if (boundary !== undefined) return boundary
  const Condition = "Bucket POST must be of the enclosure-type multipart/form-data"
  throw new S3Error("PreconditionFailed", "At least one of the pre-conditions you specified did not hold", 412, {
    Condition,
  })
}

function disposition(headers: string): { name: string; fileName: string } {
  const line = /^content-disposition:\s*form-data(.*)$/im.exec(headers)?.[1] ?? ""
  const name = parameter(line, "name")
  if (name === undefined) throw malformedPost()
  const path = parameter(line, "filename") ?? ""
  return { name: name.toLowerCase(), fileName: path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1) }
}

function parameter(line: string, name: string): string | undefined {
  const [, quoted, bare] = new RegExp(`;\\s*${name}=(?:"((?:\\\\"|[^"])*)"|([^\\s;]+))`, "i").exec(line) ?? []
  return quoted?.replaceAll('\\"', '"') ?? bare
}

export const malformedPost = () =>
  new S3Error("MalformedPOSTRequest", "The body of your POST request is not well-formed multipart/form-data.")

async function collect(chunks: AsyncIterable<Buffer>, maximum: number): Promise<Buffer> {
  const parts: Buffer[] = []
  let size = 0
  for await (const chunk of chunks) {
    size += chunk.length
    if (size > maximum) {
      const message = "Your POST request fields preceding the upload file were too large."
      throw new S3Error("MaxPostPreDataLengthExceededError", message)
    }
    parts.push(chunk)
  }
  return Buffer.concat(parts)
}

function delimitedReader(source: AsyncIterator<Buffer, unknown>) {
  // The first boundary has no line before it.
  let buffered: Buffer = Buffer.from("\r\n")
  return {
    /** The bytes before the delimiter, in pieces; takes the delimiter too. */
    async *until(delimiter: Buffer): AsyncGenerator<Buffer> {
      for (;;) {
        const end = buffered.indexOf(delimiter)
        // Without a delimiter, all but what may be its beginning.
        const size = end < 0 ? Math.max(0, buffered.length - delimiter.length + 1) : end
        const piece = buffered.subarray(0, size)
        buffered = buffered.subarray(end < 0 ? size : end + delimiter.length)
        if (piece.length > 0) yield piece
        if (end >= 0) return
        const { done, value } = await source.next()
        if (done) throw malformedPost()
        buffered = Buffer.concat([buffered, value])
      }
    },
  }
}
