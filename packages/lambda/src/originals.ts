import {
  GetObjectCommand,
  HeadObjectCommand,
  type HeadObjectCommandOutput,
  S3Client,
  S3ServiceException,
} from "@aws-sdk/client-s3"
import type { Image } from "@darkroom/events"
import { lazy } from "./links.ts"

/** Reads originals as they were uploaded, told by their ETag: one that was deleted or replaced since is undefined. */
export interface Originals {
  exists(image: Image): Promise<boolean>
  /** Size and checksums. */
  head(image: Image): Promise<HeadObjectCommandOutput | undefined>
  /** The bytes, or those of `range`, such as `bytes=0-65535`. */
  read(image: Image, range?: string): Promise<Uint8Array | undefined>
}

export function originalsIn(client: () => Pick<S3Client, "send">): Originals {
  const head = (image: Image) =>
    unlessGone(() => client().send(new HeadObjectCommand({ ...exactly(image), ChecksumMode: "ENABLED" })))
  return {
    head,
    exists: async (image) => (await head(image)) !== undefined,
    read: (image, range) =>
      unlessGone(async () => {
        const get = new GetObjectCommand({ ...exactly(image), ...(range === undefined ? {} : { Range: range }) })
        const { Body } = await client().send(get)
        return Body ? Body.transformToByteArray() : new Uint8Array()
      }),
  }
}

/** Originals in S3, by a client that is made on first use. */
export const originals = originalsIn(lazy(() => new S3Client({ maxAttempts: 3 })))

function exactly({ bucket, key, etag }: Image) {
  return { Bucket: bucket, Key: key, IfMatch: `"${etag}"` }
}

/** 404: deleted. 412: another object under the same key. S3 says 404 only to who may list the bucket, and 403 otherwise. */
export async function unlessGone<Result>(request: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await request()
  } catch (error) {
    const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined
    if (status === 404 || status === 412) return undefined
    throw error
  }
}
