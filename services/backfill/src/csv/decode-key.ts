/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html */
const MAX_KEY_BYTES = 1024

/**
 * A key as S3 Inventory, S3 Batch Operations and their manifests write it: URL-encoded, with + for a space. What is wrong with
 * it, where it is none. https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-inventory.html
 */
export function decodeKey(text: string): { readonly key: string } | { readonly reason: string } {
  if (text === "") return { reason: "the key is empty" }
  const key = decoded(text.replaceAll("+", " "))
  if (key === undefined) return { reason: "the key is not URL-encoded: what follows a % is no byte, or no UTF-8" }
  if (Buffer.byteLength(key) > MAX_KEY_BYTES) return { reason: `the key is longer than ${MAX_KEY_BYTES} bytes` }
  return { key }
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
