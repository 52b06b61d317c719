import { sha256 } from "@noble/hashes/sha2.js"

export interface Sha256Options {
  /** Is told now and then how many bytes of a large file are done. */
  readonly progress?: (bytes: number) => void
  /** A larger file is read piece by piece: the browser's own digest, which is quicker, takes no stream. Bytes, default 64 MB. */
  readonly whole?: number
}

const WHOLE = 64_000_000
/** Bytes from one telling to the next. */
const TELL_AFTER = 16_000_000

/** SHA-256, hexadecimal. A large file is never in memory as a whole. */
export async function sha256Of(file: Blob, { progress, whole = WHOLE }: Sha256Options = {}): Promise<string> {
  const digest =
    file.size > whole ? await ofPieces(file, progress) : await crypto.subtle.digest("SHA-256", await file.arrayBuffer())
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("")
}

async function ofPieces(file: Blob, progress: Sha256Options["progress"]): Promise<Uint8Array> {
  const hash = sha256.create()
  const pieces = file.stream().getReader()
  let [done, told] = [0, 0]
  for (let piece = await pieces.read(); !piece.done; piece = await pieces.read()) {
    hash.update(piece.value)
    done += piece.value.byteLength
    if (done - told < TELL_AFTER) continue
    told = done
    progress?.(done)
  }
  return hash.digest()
}
