import { randomBytes } from "node:crypto"
import type { Readable } from "node:stream"
import type { AwsRequest } from "../service.ts"
import { S3Error } from "./errors.ts"

/** A request with its bucket and key, path-style: `/<bucket>/<key>`. */
export interface S3Request {
  readonly id: string
  readonly method: string
  readonly path: string
  /** Empty for requests to the service itself. */
  readonly bucket: string
  /** Percent-decoded and otherwise as sent; empty for requests to a bucket. */
  readonly key: string
  readonly query: URLSearchParams
  /** Names in lower case; a presigned request's `x-amz-` parameters count as headers. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Readable
  /** Who signed it. */
  readonly accessKeyId: string
}

const MAXIMUM_KEY_BYTES = 1024

/** The form of S3's own ids: 16 capitals and digits. */
export function newRequestId(): string {
  return Array.from(randomBytes(16), (byte) => (byte % 32).toString(32))
    .join("")
    .toUpperCase()
}

export function parseRequest(request: AwsRequest, id: string): S3Request {
  const { method, path, query, body } = request
  const [, bucket = "", rawKey = ""] = /^\/([^/]*)(?:\/(.*))?$/s.exec(path) ?? []
  const key = decode(rawKey)
  checkKeyLength(key)
  return {
    id,
    method,
    path,
    bucket: decode(bucket),
    key,
    query,
    body,
    accessKeyId: request.caller.accessKeyId,
    headers: { ...headersInQuery(query), ...request.headers },
  }
}

/** Refuses a key that is longer than S3 allows. */
export function checkKeyLength(key: string): void {
  const size = Buffer.byteLength(key)
  if (size <= MAXIMUM_KEY_BYTES) return
  throw new S3Error("KeyTooLongError", "Your key is too long", 400, { Size: size, MaxSizeAllowed: MAXIMUM_KEY_BYTES })
}

/** `+` stays a plus: only in a query does it stand for a space. */
export function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new S3Error("InvalidURI", "Couldn't parse the specified URI.", 400, { URI: text })
  }
}

/** Presigning moves headers into the query, such as x-amz-meta-* and x-amz-checksum-*; S3 reads them there. */
function headersInQuery(query: URLSearchParams): Record<string, string> {
  if (!query.has("X-Amz-Algorithm")) return {}
  const pairs = [...query].map(([name, value]) => [name.toLowerCase(), value] as const)
  return Object.fromEntries(pairs.filter(([name]) => name.startsWith("x-amz-")))
}
