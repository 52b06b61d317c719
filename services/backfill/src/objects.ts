import {
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  type S3Client,
  S3ServiceException,
} from "@aws-sdk/client-s3"
import { SourceMissing, SourceUnreadable } from "./errors.ts"

/** An object that is read piece by piece. */
export interface Bytes {
  /** As people write it. */
  readonly where: string
  readonly size: number
  readonly etag: string
  /** From that byte on, to the end. Throws SourceMissing, SourceUnreadable. */
  from(byte: number): AsyncIterable<Uint8Array>
}

export interface Objects {
  /** The object as it is now, or the version of that ETag alone. Throws SourceMissing, SourceUnreadable. */
  open(bucket: string, key: string, etag?: string): Promise<Bytes>
  /** Keys in pages. Throws SourceMissing, SourceUnreadable. */
  list(bucket: string, prefix: string, after?: string): AsyncIterable<readonly string[]>
}

/** A request each: a stream that is read slowly would be closed by S3 some day. */
const PIECE_BYTES = 1024 * 1024

export function objectsIn(client: Pick<S3Client, "send">, pieceBytes = PIECE_BYTES): Objects {
  return {
    async open(Bucket, Key, expected) {
      const where = `s3://${Bucket}/${Key}`
      const head = await refusing(where, () => client.send(new HeadObjectCommand({ Bucket, Key })))
      const { ETag = "", ContentLength: size = 0 } = head
      const etag = ETag.replaceAll('"', "")
      if (expected !== undefined && etag !== expected) throw new SourceUnreadable(where, CHANGED)
      return { where, size, etag, from: (byte) => pieces({ Bucket, Key, IfMatch: `"${etag}"` }, byte, size, where) }
    },
    async *list(Bucket, Prefix, StartAfter) {
      const where = `s3://${Bucket}/${Prefix}`
      for (let token: string | undefined, more = true; more;) {
        const page = { Bucket, Prefix, StartAfter, ContinuationToken: token }
        const answer = await refusing(where, () => client.send(new ListObjectsV2Command(page)))
        yield (answer.Contents ?? []).flatMap(({ Key }) => (Key === undefined ? [] : [Key]))
        token = answer.NextContinuationToken
        more = token !== undefined
      }
    },
  }

  async function* pieces(
    object: { Bucket: string; Key: string; IfMatch: string },
    from: number,
    size: number,
    where: string,
  ): AsyncGenerator<Uint8Array> {
    for (let start = from; start < size; start += pieceBytes) {
      const Range = `bytes=${start}-${Math.min(start + pieceBytes, size) - 1}`
      yield await refusing(where, async () => {
        const { Body } = await client.send(new GetObjectCommand({ ...object, Range }))
        return Body ? await Body.transformToByteArray() : new Uint8Array()
      })
    }
  }
}

const CHANGED = "it is not the one any more that the backfill began with"

async function refusing<Answer>(where: string, request: () => Promise<Answer>): Promise<Answer> {
  try {
    return await request()
  } catch (cause) {
    const status = cause instanceof S3ServiceException ? cause.$metadata.httpStatusCode : undefined
    if (status === 404) throw new SourceMissing(where, { cause })
    if (status === 412) throw new SourceUnreadable(where, CHANGED, { cause })
    // Redirects are for buckets of other regions.
    if (status === 403 || status === 301) throw new SourceUnreadable(where, NOT_ALLOWED, { cause })
    throw cause
  }
}

const NOT_ALLOWED =
  "access is denied; manifests may lie under manifests/ or inventory/ in the bucket Photos, under backfill/ in Output, and in the buckets of DARKROOM_MANIFEST_BUCKETS"
