import { createHash } from "node:crypto"

/** The `sub` of a name: a UUID of version 5 (RFC 9562), so that the same name finds its photos again. */
export function userId(poolId: string, name: string): string {
  const digest = createHash("sha1").update(`${poolId}\n${name.toLowerCase()}`).digest().subarray(0, 16)
  digest[6] = (digest[6]! & 0x0f) | 0x50
  digest[8] = (digest[8]! & 0x3f) | 0x80
  return digest.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5")
}
