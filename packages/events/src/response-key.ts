import type { Image } from "./image.ts"

/** S3's limit. https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html */
const MAX_KEY_BYTES = 1024

/** Where Rekognition's answers on an image lie in the Output bucket. Of a key too long for that, only the end is in it; the id tells them apart. */
export function responseKey({ key, id }: Pick<Image, "key" | "id">): string {
  const end = `-analysis/${id}/response.json`
  return `sync/${lastBytes(key, MAX_KEY_BYTES - "sync/".length - end.length)}${end}`
}

/** The end of a text that fits into so many bytes of UTF-8, cut between characters. */
export function lastBytes(text: string, bytes: number): string {
  const encoded = new TextEncoder().encode(text)
  if (encoded.length <= bytes) return text
  let start = encoded.length - bytes
  while (((encoded[start] ?? 0) & 0xc0) === 0x80) start++
  return new TextDecoder().decode(encoded.subarray(start))
}
