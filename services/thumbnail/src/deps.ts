import { DeleteObjectsCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from "@aws-sdk/client-s3"
import type { Image } from "@darkroom/events"
import { lazy, originals } from "@darkroom/lambda"

export interface RenditionObject {
  readonly bucket: string
  readonly key: string
  readonly data: Uint8Array
}

/** What the use cases need of the world. The original is meant to be the one that was uploaded, told by its ETag. */
export interface ThumbnailDeps {
  /** The original's bytes; undefined where it was deleted or replaced. */
  readOriginal(image: Image): Promise<Uint8Array | undefined>
  originalExists(image: Image): Promise<boolean>
  putRendition(rendition: RenditionObject): Promise<void>
  /** Deletes everything whose key begins with `folder`. */
  deleteFolder(bucket: string, folder: string): Promise<void>
}

const s3 = lazy(() => new S3Client({ maxAttempts: 3 }))

export const defaultDeps: ThumbnailDeps = {
  readOriginal: originals.read,
  originalExists: originals.exists,
  putRendition: async ({ bucket, key, data }) => {
    await s3().send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: key,
        Body: data,
        ContentType: "image/webp",
        // The key holds the image's id: what is under it never changes.
        CacheControl: "public, max-age=31536000, immutable",
      }),
    )
  },
  deleteFolder,
}

/** One page is enough: a folder has as many objects as its profile has sizes. Nothing is listed twice, as nothing listed stays. */
async function deleteFolder(bucket: string, folder: string): Promise<void> {
  const { Contents = [] } = await s3().send(new ListObjectsV2Command({ Bucket: bucket, Prefix: folder }))
  const objects = Contents.flatMap(({ Key }) => (Key === undefined ? [] : [{ Key }]))
  if (objects.length === 0) return
  const { Errors = [] } = await s3().send(
    new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: objects, Quiet: true } }),
  )
  if (Errors.length > 0)
    throw new Error(`S3 did not delete ${Errors.map(({ Key, Code }) => `${Key} (${Code})`).join(", ")}`)
}
