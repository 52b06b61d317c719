import {
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from "@aws-sdk/client-s3"
import { lazy, linked } from "./links.ts"
import { unlessGone } from "./originals.ts"

/** A JSON document in S3, with the object's user metadata. */
export interface StoredDocument {
  readonly body: unknown
  /** Names in lower case, values in ASCII; 2 KB in all. https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html */
  readonly metadata: Readonly<Record<string, string>>
  readonly etag: string
}

export interface Documents {
  read(key: string): Promise<StoredDocument | undefined>
  /**
   * Writes it in place of the version of that ETag, or where there is none yet; false where another was faster.
   * https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
   */
  write(key: string, document: Omit<StoredDocument, "etag">, replaces: string | undefined): Promise<boolean>
  remove(key: string): Promise<void>
}

export function documentsIn(bucket: () => string, client: () => Pick<S3Client, "send">): Documents {
  return {
    read: (key) =>
      unlessGone(async () => {
        const {
          Body,
          Metadata = {},
          ETag = "",
        } = await client().send(new GetObjectCommand({ Bucket: bucket(), Key: key }))
        return { body: JSON.parse((await Body?.transformToString()) ?? "null"), metadata: Metadata, etag: ETag }
      }),
    async write(key, { body, metadata }, replaces) {
      const put = new PutObjectCommand({
        Bucket: bucket(),
        Key: key,
        Body: JSON.stringify(body),
        ContentType: "application/json",
        Metadata: { ...metadata },
        ...(replaces === undefined ? { IfNoneMatch: "*" } : { IfMatch: replaces }),
      })
      try {
        await client().send(put)
        return true
      } catch (error) {
        if (isConflict(error)) return false
        throw error
      }
    },
    remove: async (key) => void (await client().send(new DeleteObjectCommand({ Bucket: bucket(), Key: key }))),
  }
}

/** Documents in the bucket Output, by a client that is made on first use. */
export const outputDocuments = documentsIn(
  () => linked("Output").name,
  lazy(() => new S3Client({ maxAttempts: 3 })),
)

/** 412: another version is there. 409: another write was under way. 404: what was to be replaced is gone. */
function isConflict(error: unknown): boolean {
  const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined
  return status === 412 || status === 409 || status === 404
}
