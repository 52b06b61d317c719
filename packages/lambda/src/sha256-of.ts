/** The SHA-256 that S3 keeps of an object, hexadecimal; null where there is none, or one of its parts' checksums only. */
export function sha256Of(head: {
  ChecksumSHA256?: string | undefined
  ChecksumType?: string | undefined
}): string | null {
  if (head.ChecksumSHA256 === undefined || (head.ChecksumType ?? "FULL_OBJECT") !== "FULL_OBJECT") return null
  const bytes = /^[A-Za-z0-9+/]{43}=$/.test(head.ChecksumSHA256)
    ? Buffer.from(head.ChecksumSHA256, "base64")
    : undefined
  return bytes?.length === 32 ? bytes.toString("hex") : null
}
