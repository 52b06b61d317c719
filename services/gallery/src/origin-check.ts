import { createHash, timingSafeEqual } from "node:crypto"

/** stacks/site.ts has CloudFront add it. */
export const ORIGIN_HEADER = "x-darkroom-origin"

/** Whether a request came by CloudFront. Digests are compared, in constant time and whatever the lengths. */
export function isFromCloudFront(given: string | undefined, secret: string): boolean {
  return timingSafeEqual(digest(given ?? ""), digest(secret))
}

const digest = (text: string) => createHash("sha256").update(text).digest()
