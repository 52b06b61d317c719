import { sha256 } from "@noble/hashes/sha2.js"

/** A larger file is read piece by piece: the browser's own digest, which is quicker, takes no stream. */
const WHOLE = 64_000_000

/** SHA-256, hexadecimal. A large file is never in memory as a whole. */
export async function sha256Of(file: Blob, whole: number = WHOLE): Promise<string> {
  const digest =
    file.size > whole ? await ofPieces(file) : await crypto.subtle.digest("SHA-256", await file.arrayBuffer())
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("")
}

async function ofPieces(file: Blob): Promise<Uint8Array> {
  const hash = sha256.create()
  const pieces = file.stream().getReader()
  for (let piece = await pieces.read(); !piece.done; piece = await pieces.read()) hash.update(piece.value)
  return hash.digest()
}
