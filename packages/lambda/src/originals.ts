import {
  GetObjectCommand,
  HeadObjectCommand,
  type HeadObjectCommandOutput,
  S3Client,
  S3ServiceException,
} from "@aws-sdk/client-s3"
import { type Image, intakeProfiles, movedKeys } from "@darkroom/events"
import { PermanentError } from "./errors.ts"
import { lazy } from "./links.ts"

/** User metadata of a moved original, without `x-amz-meta-`: the id of its photo. */
export const IMAGE_METADATA = "darkroom-image"

/**
 * Reads originals as they were uploaded, told by their ETag, also those that have been moved since: one that was deleted or
 * replaced is undefined. A further request is made only where the first finds nothing.
 */
export interface Originals {
  /** The image where it is now: as given, or with the key and ETag that its original was moved to. */
  locate(image: Image): Promise<Image | undefined>
  exists(image: Image): Promise<boolean>
  /** Size and checksums. */
  head(image: Image): Promise<HeadObjectCommandOutput | undefined>
  /** The bytes, or those of `range`, such as `bytes=0-65535`. Throws PermanentError where the original is archived. */
  read(image: Image, range?: string): Promise<Uint8Array | undefined>
}

interface Found {
  readonly image: Image
  readonly head: HeadObjectCommandOutput
}

export function originalsIn(client: () => Pick<S3Client, "send">): Originals {
  const headOf = (object: { Bucket: string; Key: string; IfMatch?: string }) =>
    unlessGone(() => client().send(new HeadObjectCommand({ ...object, ChecksumMode: "ENABLED" })))

  async function find(image: Image): Promise<Found | undefined> {
    const head = await headOf(exactly(image))
    return head ? { image, head } : findMoved(image)
  }
  /** An object under such a key is the photo's only if it says so. */
  async function findMoved(image: Image): Promise<Found | undefined> {
    const keys = keysOfMoved(image).filter((key) => key !== image.key)
    const heads = await Promise.all(
      keys.map(async (key) => ({ key, head: await headOf({ Bucket: image.bucket, Key: key }) })),
    )
    for (const { key, head } of heads) {
      if (head?.Metadata?.[IMAGE_METADATA] !== image.id) continue
      return { image: { ...image, key, etag: unquoted(head.ETag) }, head }
    }
    return undefined
  }
  const get = (image: Image, range: string | undefined) =>
    unlessGone(async () => {
      const input = { ...exactly(image), ...(range === undefined ? {} : { Range: range }) }
      const { Body } = await client().send(new GetObjectCommand(input)).catch(refuseArchived(image))
      return Body ? Body.transformToByteArray() : new Uint8Array()
    })

  return {
    locate: async (image) => (await find(image))?.image,
    head: async (image) => (await find(image))?.head,
    exists: async (image) => (await find(image)) !== undefined,
    async read(image, range) {
      const bytes = await get(image, range)
      if (bytes !== undefined) return bytes
      const moved = await findMoved(image)
      return moved && get(moved.image, range)
    },
  }
}

/** Every key that the original may have been moved to; none where its profile is not there any more. */
export function keysOfMoved(image: Pick<Image, "id" | "key" | "profile">): string[] {
  return intakeProfiles.some(({ name }) => name === image.profile) ? movedKeys(image) : []
}

/** Originals in S3, by a client that is made on first use. */
export const originals = originalsIn(lazy(() => new S3Client({ maxAttempts: 3 })))

function exactly({ bucket, key, etag }: Image) {
  return { Bucket: bucket, Key: key, IfMatch: `"${etag}"` }
}

function unquoted(etag: string | undefined): string {
  return (etag ?? "").replaceAll('"', "")
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/archived-objects.html */
function refuseArchived({ id }: Image): (error: unknown) => never {
  return (error) => {
    if (!(error instanceof S3ServiceException) || error.name !== "InvalidObjectState") throw error
    const ownerMessage = "The original is in the archive; restore it first."
    throw new PermanentError(`The original of ${id} is archived`, { cause: error, ownerMessage })
  }
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
