import { DeleteObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3"
import type { Video } from "@darkroom/events"
import { lazy, originals, sha256Of } from "@darkroom/lambda"

export interface RenditionObject {
  readonly bucket: string
  readonly key: string
  readonly data: Uint8Array
}

export interface OriginalHead {
  readonly bytes: number
  /** Hexadecimal; null where S3 keeps no SHA-256 of the whole object, as of what was uploaded in parts. */
  readonly sha256: string | null
}

/** What looking at a video needs of the world. The original is meant to be the one that was uploaded, told by its ETag. */
export interface InspectDeps {
  /** The bytes from `start` to `end`, both included; undefined where it was deleted or replaced. */
  readRange(video: Video, start: number, end: number): Promise<Uint8Array | undefined>
  /** Undefined where it was deleted or replaced. */
  head(video: Video): Promise<OriginalHead | undefined>
  putRendition(rendition: RenditionObject): Promise<void>
  removeRendition(rendition: Pick<RenditionObject, "bucket" | "key">): Promise<void>
}

const s3 = lazy(() => new S3Client({ maxAttempts: 3 }))

export const inspectDeps: InspectDeps = {
  readRange: (video, start, end) => originals.read(video, `bytes=${start}-${end}`),
  head: async (video) => {
    const head = await originals.head(video)
    return head && { bytes: head.ContentLength ?? 0, sha256: sha256Of(head) }
  },
  putRendition: async ({ bucket, key, data }) => {
    await s3().send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: key,
        Body: data,
        ContentType: "image/webp",
        // The key holds the video's id: what is under it never changes.
        CacheControl: "public, max-age=31536000, immutable",
      }),
    )
  },
  removeRendition: async ({ bucket, key }) => {
    await s3().send(new DeleteObjectCommand({ Bucket: bucket, Key: key }))
  },
}
