import { DeleteObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3"
import type { Video, VideoContainer } from "@darkroom/events"
import { lazy, originals, sha256Of } from "@darkroom/lambda"
import { decoderNamed } from "./call-decoder.ts"
import { LOOK_SECONDS } from "./decode-limits.ts"
import { type Looked, lookedSchema, type LookRequest } from "./decoding.ts"
import { s3, signedOriginal } from "./sign-requests.ts"

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

/** What is known of a video before it is decoded. */
export interface Sniffed {
  readonly container: VideoContainer
  readonly bytes: number
}

/** What looking at a video needs of the world. The original is meant to be the one that was uploaded, told by its ETag. */
export interface InspectDeps {
  /** The bytes from `start` to `end`, both included; undefined where it was deleted or replaced. */
  readRange(video: Video, start: number, end: number): Promise<Uint8Array | undefined>
  /** Undefined where it was deleted or replaced. */
  head(video: Video): Promise<OriginalHead | undefined>
  /** Has it decoded. Throws OriginalGone, DamagedVideo, UnsupportedVideo, UndecodablePictures. */
  look(video: Video, sniffed: Sniffed, sizes: LookRequest["sizes"]): Promise<Looked>
  putRendition(rendition: RenditionObject): Promise<void>
  removeRendition(rendition: Pick<RenditionObject, "bucket" | "key">): Promise<void>
}

const decode = lazy(() => decoderNamed("DARKROOM_VIDEO_LOOK", LOOK_SECONDS, lookedSchema))

export const inspectDeps: InspectDeps = {
  readRange: (video, start, end) => originals.read(video, `bytes=${start}-${end}`),
  head: async (video) => {
    const head = await originals.head(video)
    return head && { bytes: head.ContentLength ?? 0, sha256: sha256Of(head) }
  },
  look: async (video, sniffed, sizes) =>
    decode()(video, { original: await signedOriginal(video, sniffed, LOOK_SECONDS), sizes } satisfies LookRequest),
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
