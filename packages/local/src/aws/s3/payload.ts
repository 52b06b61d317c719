import { createHash } from "node:crypto"
import { decodeAwsChunked } from "./aws-chunked.ts"
import { checkedDigest, checksumAlgorithm, checksumHeader, checksumInHeaders, createHasher } from "./checksums.ts"
import type { Checksum, ChecksumAlgorithm } from "./checksums.ts"
import { headerNotImplemented, incompleteBody, S3Error } from "./errors.ts"
import type { S3Request } from "./request.ts"

export interface PayloadFacts {
  readonly size: number
  readonly md5: Buffer
  readonly checksum: Checksum
  /** Whether the caller sent the checksum; otherwise it is S3's own. */
  readonly checksumGiven: boolean
}

/** A request's body: decoded, and verified by the time that `chunks` ends, which throws where something does not match. */
export interface Payload {
  readonly chunks: AsyncIterable<Buffer>
  /** The algorithm of the checksum that the caller sends, or undefined. */
  readonly algorithm: ChecksumAlgorithm | undefined
  /** Valid once `chunks` has ended. */
  facts(): PayloadFacts
}

export interface PayloadOptions {
  /** false where x-amz-checksum-* headers are about something else than this body. Default true. */
  readonly checksumInHeaders?: boolean
  /** The body where it is but a part of the request's, such as a form's file: of a length that nobody declared. */
  readonly chunks?: AsyncIterable<Buffer>
}

/** S3 computes a CRC-64/NVME of what comes without a checksum. */
const DEFAULT_ALGORITHM = "CRC64NVME"
const MAXIMUM_XML_BYTES = 2 * 1024 * 1024
const MAXIMUM_PUT_BYTES = 5 * 1024 ** 3

/** The request's body; throws at once for what its headers already tell. */
export function openPayload(request: S3Request, options: PayloadOptions = {}): Payload {
  const { headers } = request
  const length = options.chunks ? undefined : declaredLength(headers)
  const inHeaders = options.checksumInHeaders === false ? undefined : checksumInHeaders(headers)
  const given = inHeaders ?? checksumInTrailer(headers)
  const algorithm = given?.algorithm ?? DEFAULT_ALGORITHM
  const hashers = { md5: createHasher("MD5"), checksum: createHasher(algorithm), sha256: sha256Of(headers) }
  const expectedMd5 = contentMd5(headers)
  const trailers = new Map<string, string>()
  let facts: PayloadFacts

  async function* verified(): AsyncGenerator<Buffer> {
    let size = 0
    for await (const chunk of options.chunks ?? bytes(request, trailers)) {
      size += chunk.length
      for (const hasher of Object.values(hashers)) hasher?.update(chunk)
      yield chunk
    }
    if (length !== undefined && size !== length) throw incompleteBody()
    if (size > MAXIMUM_PUT_BYTES) throw tooLarge()
    const value = hashers.checksum.digest().toString("base64")
    const md5 = hashers.md5.digest()
    checkMd5(expectedMd5, md5.toString("base64"))
    if (given) checkChecksum(algorithm, given.value ?? trailing(algorithm, trailers), value)
    if (hashers.sha256) checkSha256(headers["x-amz-content-sha256"] ?? "", hashers.sha256.digest().toString("hex"))
    facts = { size, md5, checksum: { algorithm, value, type: "FULL_OBJECT" }, checksumGiven: given !== undefined }
  }
  return { chunks: verified(), algorithm: given?.algorithm, facts: () => facts }
}

/** A small body, such as an operation's XML, as text. */
export async function readText(request: S3Request, options?: PayloadOptions): Promise<string> {
  if (Number(request.headers["content-length"]) > MAXIMUM_XML_BYTES) throw tooLarge()
  const chunks: Buffer[] = []
  for await (const chunk of openPayload(request, options).chunks) chunks.push(chunk)
  return Buffer.concat(chunks).toString("utf8")
}

/** The body without HTTP's and aws-chunked's framing. An error leaves the connection open: the caller is to get its response. */
async function* bytes(request: S3Request, trailers: Map<string, string>): AsyncGenerator<Buffer> {
  const source = request.body.iterator({ destroyOnReturn: false }) as AsyncIterableIterator<Buffer>
  try {
    if (isAwsChunked(request.headers)) yield* decodeAwsChunked(source, trailers)
    else yield* source
  } finally {
    await source.return?.()
    request.body.resume()
  }
}

const isAwsChunked = (headers: S3Request["headers"]) =>
  headers["x-amz-content-sha256"]?.startsWith("STREAMING-") === true

function declaredLength(headers: S3Request["headers"]): number {
  const length = headers[isAwsChunked(headers) ? "x-amz-decoded-content-length" : "content-length"]
  if (length !== undefined && /^\d+$/.test(length)) {
    if (Number(length) > MAXIMUM_PUT_BYTES) throw tooLarge()
    return Number(length)
  }
  if (!isAwsChunked(headers) && headers["transfer-encoding"]) throw headerNotImplemented("Transfer-Encoding")
  throw new S3Error("MissingContentLength", "You must provide the Content-Length HTTP header.", 411)
}

const tooLarge = () => new S3Error("EntityTooLarge", "Your proposed upload exceeds the maximum allowed size")

function checksumInTrailer(
  headers: S3Request["headers"],
): { algorithm: ChecksumAlgorithm; value?: undefined } | undefined {
  const name = headers["x-amz-trailer"]?.trim().toLowerCase()
  if (!name) return undefined
  const algorithm = checksumAlgorithm(name)
  if (algorithm === undefined)
    throw new S3Error("InvalidRequest", "The value specified in the x-amz-trailer header is not supported")
  return { algorithm }
}

function trailing(algorithm: ChecksumAlgorithm, trailers: ReadonlyMap<string, string>): string {
  const value = trailers.get(checksumHeader(algorithm))
  if (value !== undefined) return checkedDigest(algorithm, value)
  throw new S3Error(
    "MalformedTrailerError",
    "The request contained trailing data that was not well-formed or did not conform to our published schema.",
  )
}

function contentMd5(headers: S3Request["headers"]): string | undefined {
  const value = headers["content-md5"]
  if (value === undefined || Buffer.from(value, "base64").length === 16) return value
  throw new S3Error("InvalidDigest", "The Content-MD5 you specified was invalid.", 400, { "Content-MD5": value })
}

const sha256Of = (headers: S3Request["headers"]) =>
  /^[0-9a-f]{64}$/.test(headers["x-amz-content-sha256"] ?? "") ? createHash("sha256") : undefined

function checkMd5(expected: string | undefined, actual: string): void {
  if (expected === undefined || expected === actual) return
  const fields = { ExpectedDigest: expected, CalculatedDigest: actual }
  throw new S3Error("BadDigest", "The Content-MD5 you specified did not match what we received.", 400, fields)
}

function checkChecksum(algorithm: ChecksumAlgorithm, expected: string, actual: string): void {
  if (expected === actual) return
  throw new S3Error("BadDigest", `The ${algorithm} you specified did not match the calculated checksum.`)
}

function checkSha256(expected: string, actual: string): void {
  if (expected === actual) return
  const fields = { ClientComputedContentSHA256: expected, S3ComputedContentSHA256: actual }
  const message = "The provided 'x-amz-content-sha256' header does not match what was computed."
  throw new S3Error("XAmzContentSHA256Mismatch", message, 400, fields)
}
