import { GetObjectCommand, type S3Client } from "@aws-sdk/client-s3"
import { getSignedUrl } from "@aws-sdk/s3-request-presigner"
import { type Clock, HOUR, MINUTE, SECOND } from "./clock.ts"

export interface PhotoUrls {
  /** To look at a rendition: valid for 30 minutes at least, and the same for half an hour, so that browsers keep what it gave. */
  rendition(key: string): Promise<string>
  /** To save an object under that file name; valid for 5 minutes. */
  download(key: string, fileName: string): Promise<string>
  /** To play an object in place, as what the content type says: valid for 30 minutes at least. The page asks for another one when it has expired. */
  play(key: string, contentType: string): Promise<string>
}

export interface PhotoUrlsOptions {
  readonly s3: S3Client
  readonly bucket: string
  readonly clock: Clock
}

const STABLE = HOUR / 2
/** No longer than the credentials of a function that is invoked now are likely to last: a URL ends with them. */
const SHOWN_SECONDS = HOUR / SECOND
const DOWNLOAD_SECONDS = (5 * MINUTE) / SECOND

/** URLs that carry their permission. https://docs.aws.amazon.com/AmazonS3/latest/userguide/ShareObjectPreSignedURL.html */
export function photoUrls({ s3, bucket, clock }: PhotoUrlsOptions): PhotoUrls {
  const stable = () => new Date(Math.floor(clock.now() / STABLE) * STABLE)
  return {
    rendition(key) {
      // A rendition never changes under its key.
      const get = { Bucket: bucket, Key: key, ResponseCacheControl: "private, max-age=3600, immutable" }
      return getSignedUrl(s3, new GetObjectCommand(get), { expiresIn: SHOWN_SECONDS, signingDate: stable() })
    },
    download: (key, fileName) => saveUrl({ s3, clock, bucket, key }, fileName),
    play(key, contentType) {
      // Whatever its uploader has called it: it is shown as this, or not at all.
      const shown = { ResponseContentType: contentType, ResponseContentDisposition: "inline" }
      const get = new GetObjectCommand({ Bucket: bucket, Key: key, ...shown })
      return getSignedUrl(s3, get, { expiresIn: SHOWN_SECONDS, signingDate: stable() })
    },
  }
}

/** A URL to save an object under that file name; valid for 5 minutes. */
export function saveUrl(
  { s3, clock, bucket, key }: PhotoUrlsOptions & { readonly key: string },
  fileName: string,
): Promise<string> {
  const get = { Bucket: bucket, Key: key, ResponseContentDisposition: attachment(fileName) }
  const signingDate = new Date(clock.now())
  return getSignedUrl(s3, new GetObjectCommand(get), { expiresIn: DOWNLOAD_SECONDS, signingDate })
}

/** RFC 6266: the name in UTF-8, and one in ASCII for who does not know that form. */
function attachment(fileName: string): string {
  const ascii = fileName.replace(/[^\u0020-\u007e]|["\\%]/gu, "_")
  const encoded = encodeURIComponent(fileName.toWellFormed()).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`
}
