import { createHash } from "node:crypto"
import { crc32 } from "node:zlib"
import { crc32c, crc64nvme } from "./crc.ts"
import type { Crc64 } from "./crc.ts"
import { headerNotImplemented, invalidRequest } from "./errors.ts"

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html */
export type ChecksumAlgorithm = (typeof ALGORITHMS)[number]
export type ChecksumType = "FULL_OBJECT" | "COMPOSITE"

export interface Checksum {
  readonly algorithm: ChecksumAlgorithm
  /** Base64; a composite one ends in `-<number of parts>`. */
  readonly value: string
  readonly type: ChecksumType
}

export interface Hasher {
  update(data: Uint8Array): void
  /** May be called once. */
  digest(): Buffer
}

const ALGORITHMS = ["CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256"] as const
const DIGEST_BYTES = { CRC32: 4, CRC32C: 4, CRC64NVME: 8, SHA1: 20, SHA256: 32 } as const
const PREFIX = "x-amz-checksum-"
const OTHER_HEADERS: ReadonlySet<string> = new Set(["algorithm", "mode", "type"].map((name) => PREFIX + name))

export const checksumHeader = (algorithm: ChecksumAlgorithm) => PREFIX + algorithm.toLowerCase()

/** The algorithm of that name or header, in any case; undefined for names that are no algorithm of ours. */
export function checksumAlgorithm(name: string): ChecksumAlgorithm | undefined {
  const wanted = name.toLowerCase().replace(PREFIX, "").toUpperCase()
  return ALGORITHMS.find((algorithm) => algorithm === wanted)
}

/** The checksum that a request's headers announce, or undefined. */
export function checksumInHeaders(headers: Readonly<Record<string, string>>): Omit<Checksum, "type"> | undefined {
  const names = Object.keys(headers).filter((name) => name.startsWith(PREFIX) && !OTHER_HEADERS.has(name))
  const [name] = names
  if (name === undefined) return undefined
  if (names.length > 1)
    throw invalidRequest("Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.")
  const algorithm = checksumAlgorithm(name)
  if (algorithm === undefined) throw headerNotImplemented(name)
  return { algorithm, value: checkedDigest(algorithm, headers[name] ?? "") }
}

/** Refuses what is not the base64 of a digest of that algorithm. */
export function checkedDigest(algorithm: ChecksumAlgorithm, value: string): string {
  const digest = Buffer.from(value, "base64")
  if (digest.length === DIGEST_BYTES[algorithm] && digest.toString("base64") === value) return value
  throw invalidRequest(`Value for ${checksumHeader(algorithm)} header is invalid.`)
}

/** The response headers that tell an object's or part's checksum. */
export function checksumHeaders(checksum: Checksum): Record<string, string> {
  return { [checksumHeader(checksum.algorithm)]: checksum.value, [`${PREFIX}type`]: checksum.type }
}

export function createHasher(algorithm: ChecksumAlgorithm | "MD5"): Hasher {
  if (algorithm === "CRC32") return crcHasher(crc32)
  if (algorithm === "CRC32C") return crcHasher(crc32c)
  if (algorithm === "CRC64NVME") return crc64Hasher()
  const hash = createHash(algorithm.toLowerCase())
  return { update: (data) => void hash.update(data), digest: () => hash.digest() }
}

function crcHasher(step: (data: Uint8Array, last: number) => number): Hasher {
  let crc = 0
  return { update: (data) => void (crc = step(data, crc)), digest: () => words(crc) }
}

function crc64Hasher(): Hasher {
  let crc: Crc64 = { high: 0, low: 0 }
  return { update: (data) => void (crc = crc64nvme(data, crc)), digest: () => words(crc.high, crc.low) }
}

function words(...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4)
  values.forEach((value, index) => bytes.writeUInt32BE(value, index * 4))
  return bytes
}
