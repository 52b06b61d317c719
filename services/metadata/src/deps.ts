import { GetObjectCommand, HeadObjectCommand, S3Client, S3ServiceException } from "@aws-sdk/client-s3"
import type { Image } from "@darkroom/events"
import { OriginalGone } from "./errors.ts"
import { sha256Of } from "./sha256-of.ts"

export interface OriginalHead {
  readonly bytes: number
  /** Hexadecimal; null where S3 keeps no SHA-256 of the whole object. */
  readonly sha256: string | null
}

/** What the use case needs of the world. Each call throws OriginalGone where the object is not the one that was uploaded. */
export interface MetadataDeps {
  head(image: Image): Promise<OriginalHead>
  /** The bytes from `start` to `end`, both included, or fewer where the object ends. */
  readRange(image: Image, start: number, end: number): Promise<Uint8Array>
  readAll(image: Image): Promise<Uint8Array>
}

let client: S3Client | undefined
const s3 = () => (client ??= new S3Client({ maxAttempts: 3 }))

export const defaultDeps: MetadataDeps = {
  head: async (image) => {
    const head = await ifThere(image, () =>
      s3().send(new HeadObjectCommand({ ...exactly(image), ChecksumMode: "ENABLED" })),
    )
    return { bytes: head.ContentLength ?? 0, sha256: sha256Of(head) }
  },
  readRange: (image, start, end) => read(image, `bytes=${start}-${end}`),
  readAll: (image) => read(image),
}

function exactly({ bucket, key, etag }: Image) {
  return { Bucket: bucket, Key: key, IfMatch: `"${etag}"` }
}

async function read(image: Image, range?: string): Promise<Uint8Array> {
  return await ifThere(image, async () => {
    const { Body } = await s3().send(new GetObjectCommand({ ...exactly(image), ...(range && { Range: range }) }))
    return Body ? await Body.transformToByteArray() : new Uint8Array()
  })
}

/** 404: deleted. 412: another object under the same key. S3 says 404 only to who may list the bucket, and 403 otherwise. */
async function ifThere<Result>(image: Image, request: () => Promise<Result>): Promise<Result> {
  try {
    return await request()
  } catch (error) {
    const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined
    if (status === 404 || status === 412) throw new OriginalGone(image.id, { cause: error })
    throw error
  }
}
