import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3"
import { getSignedUrl } from "@aws-sdk/s3-request-presigner"
import type { Video } from "@darkroom/events"
import { lazy } from "@darkroom/lambda"
import { START_SECONDS } from "./decode-limits.ts"
import type { SignedOriginal, SignedRequest } from "./decoding.ts"

export const s3 = lazy(() => new S3Client({ maxAttempts: 3 }))

/** By default the SDK signs the checksum of the body that it sees, which is none yet. */
export const SIGNER = { requestChecksumCalculation: "WHEN_REQUIRED" } as const
const signer = lazy(() => new S3Client(SIGNER))

/**
 * A GET of one original, in whatever ranges, for a function that may run for `seconds`. The ETag is signed, too, so it does not allow
 * reading what replaces the original. It ends with the credentials of the function that signs it, if that is sooner.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/ShareObjectPreSignedURL.html
 */
export async function signedOriginal(
  { bucket, key, etag }: Pick<Video, "bucket" | "key" | "etag">,
  about: Pick<SignedOriginal, "container" | "bytes">,
  seconds: number,
  client = signer(),
): Promise<SignedOriginal> {
  const match = `"${etag}"`
  const get = new GetObjectCommand({ Bucket: bucket, Key: key, IfMatch: match })
  return {
    ...about,
    url: await getSignedUrl(client, get, { expiresIn: seconds + START_SECONDS }),
    headers: { "if-match": match },
  }
}

/** A PUT of one object of that type. */
export async function signedUpload(
  { bucket, key, contentType }: { bucket: string; key: string; contentType: string },
  seconds: number,
  client = signer(),
): Promise<SignedRequest> {
  const put = new PutObjectCommand({ Bucket: bucket, Key: key, ContentType: contentType })
  const signableHeaders = new Set(["content-type"])
  const url = await getSignedUrl(client, put, { expiresIn: seconds + START_SECONDS, signableHeaders })
  return { url, headers: { "content-type": contentType } }
}
