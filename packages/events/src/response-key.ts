import type { Image } from "./image.ts"

/** S3's limit. https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html */
const MAX_KEY_BYTES = 1024

/** Where Rekognition's answers on an image lie in the Output bucket. Of a key too long for that, only the end is in it; the id tells them apart. */
export function responseKey({ key, id }: Pick<Image, "key" | "id">): string {
  return fittingKey("sync/", key, `-analysis/${id}/response.json`)
}

/** The same of a video. */
export function videoResponseKey({ key, id }: Pick<Image, "key" | "id">): string {
  return fittingKey("async/", key, `-analysis/${id}/response.json`)
}

/** A key of S3 made of three parts, of which the middle one keeps only its end where the whole is too long. The others are ASCII. */
export function fittingKey(start: string, middle: string, end = ""): string {
  return start + lastBytes(middle, MAX_KEY_BYTES - start.length - end.length) + end
}

/** The end of a text that fits into so many bytes of UTF-8, cut between characters. */
function lastBytes(text: string, bytes: number): string {
  const encoded = new TextEncoder().encode(text)
  if (encoded.length <= bytes) return text
  let start = encoded.length - bytes
  while (((encoded[start] ?? 0) & 0xc0) === 0x80) start++
  return new TextDecoder().decode(encoded.subarray(start))
}
