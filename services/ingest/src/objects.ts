import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  type HeadObjectCommandOutput,
  PutObjectTaggingCommand,
  type S3Client,
  S3ServiceException,
  type Tag,
} from "@aws-sdk/client-s3"
import type { Category } from "@darkroom/events"
import { IMAGE_METADATA, PermanentError, unlessGone } from "@darkroom/lambda"
import { ArchivedObject } from "./errors.ts"

export interface StoredObject {
  /** Without quotes. */
  readonly etag: string
  /** The photo that it says it is of; only moved originals do. */
  readonly imageId: string | undefined
  /** What a copy keeps. */
  readonly headers: KeptHeaders
}

export type KeptHeaders = Pick<
  HeadObjectCommandOutput,
  "CacheControl" | "ContentDisposition" | "ContentEncoding" | "ContentLanguage" | "ContentType" | "Metadata"
>

export interface CopyOf {
  readonly key: string
  readonly object: StoredObject
  readonly to: string
  readonly imageId: string
  /** For the tag. */
  readonly category: Category
}

/** The beginning of an object, and what S3 says of the whole. */
export interface Peeked {
  /** Without quotes. */
  readonly etag: string
  readonly bytes: number
  readonly lastModified: Date
  /** Some KB at the most: enough to tell what it is. */
  readonly head: Uint8Array
}

/** Objects of one bucket, by key. */
export interface Objects {
  /** Undefined where the object is gone or, by its ETag, another one. Throws ArchivedObject. */
  peek(bucket: string, key: string, etag?: string): Promise<Peeked | undefined>
  head(bucket: string, key: string): Promise<StoredObject | undefined>
  /** The copy; undefined where the object is gone or another one. Throws PermanentError where it is archived. */
  copy(bucket: string, copy: CopyOf): Promise<Pick<StoredObject, "etag"> | undefined>
  /** Adds the category to the object's tags. */
  tag(bucket: string, key: string, category: Category): Promise<void>
  /** Nothing is done where the object is gone or another one. */
  delete(bucket: string, key: string, etag: string): Promise<void>
}

const PEEK_BYTES = 4096

const CATEGORY_TAG = "darkroom:category"

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html */
const MAX_TAGS = 10

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html: bytes of names and values together. */
const MAX_METADATA_BYTES = 2048

export function objectsIn(client: Pick<S3Client, "send">): Objects {
  return {
    peek: async (Bucket, Key, etag) =>
      unlessGone(() => peek({ Bucket, Key, ...(etag ? { IfMatch: `"${etag}"` } : {}) })),
    async head(Bucket, Key) {
      const head = await unlessGone(() => client.send(new HeadObjectCommand({ Bucket, Key })))
      if (head === undefined) return undefined
      const { CacheControl, ContentDisposition, ContentEncoding, ContentLanguage, ContentType, Metadata } = head
      const headers = { CacheControl, ContentDisposition, ContentEncoding, ContentLanguage, ContentType, Metadata }
      return { etag: unquoted(head.ETag), imageId: Metadata?.[IMAGE_METADATA], headers }
    },
    async copy(Bucket, { key, object, to, imageId, category }) {
      const tags = (await tagsWith(Bucket, key, category)) ?? []
      const copy = new CopyObjectCommand({
        ...object.headers,
        Bucket,
        Key: to,
        CopySource: encodeURIComponent(`${Bucket}/${key}`).replaceAll("%2F", "/"),
        CopySourceIfMatch: `"${object.etag}"`,
        MetadataDirective: "REPLACE",
        Metadata: fitting({ ...object.headers.Metadata, [IMAGE_METADATA]: imageId }, imageId),
        TaggingDirective: "REPLACE",
        Tagging: new URLSearchParams(tags.map(({ Key = "", Value = "" }): [string, string] => [Key, Value])).toString(),
      })
      const result = await unlessGone(() => client.send(copy).catch(refuseArchived(imageId)))
      return result && { etag: unquoted(result.CopyObjectResult?.ETag) }
    },
    async tag(Bucket, Key, category) {
      const TagSet = await tagsWith(Bucket, Key, category)
      if (TagSet === undefined) return
      await unlessGone(() => client.send(new PutObjectTaggingCommand({ Bucket, Key, Tagging: { TagSet } })))
    },
    delete: async (Bucket, Key, etag) =>
      void (await unlessGone(() => client.send(new DeleteObjectCommand({ Bucket, Key, IfMatch: `"${etag}"` })))),
  }

  async function peek(object: { Bucket: string; Key: string; IfMatch?: string }): Promise<Peeked> {
    try {
      const found = await client.send(new GetObjectCommand({ ...object, Range: `bytes=0-${PEEK_BYTES - 1}` }))
      const head = (await found.Body?.transformToByteArray()) ?? new Uint8Array()
      const bytes = Number(found.ContentRange?.split("/")[1] ?? head.length)
      return { etag: unquoted(found.ETag), bytes, lastModified: found.LastModified ?? new Date(0), head }
    } catch (error) {
      if (!(error instanceof S3ServiceException)) throw error
      if (error.name === "InvalidObjectState") throw new ArchivedObject(object.Bucket, object.Key, { cause: error })
      // An empty object has no first byte.
      if (error.$metadata.httpStatusCode !== 416) throw error
      const { ETag, LastModified = new Date(0) } = await client.send(new HeadObjectCommand(object))
      return { etag: unquoted(ETag), bytes: 0, lastModified: LastModified, head: new Uint8Array() }
    }
  }

  /** The object's tags and the category, which is left out where the uploader has used up all; undefined where it is gone. */
  async function tagsWith(Bucket: string, Key: string, category: Category): Promise<Tag[] | undefined> {
    const tagging = await unlessGone(() => client.send(new GetObjectTaggingCommand({ Bucket, Key })))
    if (tagging === undefined) return undefined
    const others = (tagging.TagSet ?? []).filter(({ Key: name }) => name !== CATEGORY_TAG)
    return others.length < MAX_TAGS ? [...others, { Key: CATEGORY_TAG, Value: category }] : others
  }
}

function unquoted(etag: string | undefined): string {
  return (etag ?? "").replaceAll('"', "")
}

/** An uploader may have used up all the space; then the copy says whose it is and no more. */
function fitting(metadata: Record<string, string>, imageId: string): Record<string, string> {
  const bytes = Object.entries(metadata).reduce((sum, entry) => sum + Buffer.byteLength(entry.join("")), 0)
  return bytes <= MAX_METADATA_BYTES ? metadata : { [IMAGE_METADATA]: imageId }
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html#API_CopyObject_Errors */
function refuseArchived(imageId: string): (error: unknown) => never {
  return (error) => {
    const archived = ["ObjectNotInActiveTierError", "InvalidObjectState"]
    if (!(error instanceof S3ServiceException) || !archived.includes(error.name)) throw error
    const ownerMessage = "The original is in the archive; restore it first."
    throw new PermanentError(`The original of ${imageId} is archived and cannot be moved`, {
      cause: error,
      ownerMessage,
    })
  }
}
