import type { S3Client } from "@aws-sdk/client-s3"
import { createPresignedPost } from "@aws-sdk/s3-presigned-post"
import { SECOND } from "../clock.ts"
import { SIGNED_FOR } from "../quota/reservation.ts"

export interface FormFile {
  readonly key: string
  /** Bytes, exactly. */
  readonly size: number
  readonly contentType: string
  /** Hexadecimal. */
  readonly sha256: string
}

export interface UploadForm {
  readonly url: string
  readonly fields: Record<string, string>
}

/** Makes a form that S3 takes for these bytes under this key, and for nothing else. */
export type SignForm = (file: FormFile) => Promise<UploadForm>

const UNKNOWN_TYPE = "application/octet-stream"

/** Every field is a condition too, and S3 refuses a form with others. https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html */
export function formSigner(s3: S3Client, bucket: string): SignForm {
  return ({ key, size, contentType, sha256 }) =>
    createPresignedPost(s3, {
      Bucket: bucket,
      Key: key,
      Expires: SIGNED_FOR / SECOND,
      Fields: {
        "Content-Type": mediaType(contentType),
        "x-amz-checksum-algorithm": "SHA256",
        "x-amz-checksum-sha256": Buffer.from(sha256, "hex").toString("base64"),
      },
      Conditions: [["content-length-range", size, size]],
    })
}

/** Browsers say nothing of a type that they do not know. */
function mediaType(contentType: string): string {
  return /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+$/.test(contentType) ? contentType : UNKNOWN_TYPE
}
