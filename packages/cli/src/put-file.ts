import { PutObjectCommand, type S3Client } from "@aws-sdk/client-s3"
import { Upload } from "@aws-sdk/lib-storage"
import { createHash } from "node:crypto"
import { createReadStream } from "node:fs"
import { extname } from "node:path"
import type { Stage } from "./stage.ts"

/** From here on in parts: one put takes 5 GB at most, and a lost connection would cost the whole file. */
const MULTIPART_BYTES = 100_000_000
const PUT_ATTEMPTS = 3

/** A hint for those that list the bucket; the pipeline looks at the bytes. */
const CONTENT_TYPES: Readonly<Record<string, string>> = {
  ".avif": "image/avif",
  ".gif": "image/gif",
  ".heic": "image/heic",
  ".heif": "image/heif",
  ".jpeg": "image/jpeg",
  ".jpg": "image/jpeg",
  ".png": "image/png",
  ".tif": "image/tiff",
  ".tiff": "image/tiff",
  ".webp": "image/webp",
}

/** Uploads the file; the ETag that S3 gave it, without quotes. Throws what the file system or S3 throws. */
export async function putFile(
  { s3, bucket }: Pick<Stage, "s3" | "bucket">,
  path: string,
  key: string,
): Promise<string> {
  const { bytes, sha256 } = await digest(path)
  const ContentType = CONTENT_TYPES[extname(path).toLowerCase()] ?? "application/octet-stream"
  const object = { Bucket: bucket, Key: key, ContentType }
  if (bytes >= MULTIPART_BYTES) return putInParts(s3, path, object)
  const put = { ...object, ContentLength: bytes, ChecksumAlgorithm: "SHA256" as const, ChecksumSHA256: sha256 }
  // The SDK cannot retry a stream that it has begun to read; a new one can be opened.
  return retried(async () => {
    const body = bytes === 0 ? new Uint8Array() : createReadStream(path, { end: bytes - 1 })
    return unquoted((await s3.send(new PutObjectCommand({ ...put, Body: body }))).ETag)
  })
}

async function putInParts(
  s3: Stage["s3"],
  path: string,
  object: { Bucket: string; Key: string; ContentType: string },
): Promise<string> {
  const upload = new Upload({ client: s3 as S3Client, params: { ...object, Body: createReadStream(path) } })
  return unquoted((await upload.done()).ETag)
}

async function digest(path: string): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash("sha256")
  let bytes = 0
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    hash.update(chunk)
    bytes += chunk.length
  }
  return { bytes, sha256: hash.digest("base64") }
}

async function retried<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      if (attempt === PUT_ATTEMPTS || !isTransient(error)) throw error
      await new Promise((resolve) => setTimeout(resolve, 100 * 2 ** attempt))
    }
  }
}

/** S3 is at fault, or nobody answered; a refused connection stays refused. */
function isTransient(error: unknown): boolean {
  const { code, $metadata } = error as NodeJS.ErrnoException & { $metadata?: { httpStatusCode?: number } }
  return ($metadata?.httpStatusCode ?? 0) >= 500 || code === "ECONNRESET" || code === "EPIPE" || code === "ETIMEDOUT"
}

function unquoted(etag: string | undefined): string {
  return (etag ?? "").replaceAll('"', "")
}
