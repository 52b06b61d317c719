import type { Bytes } from "../../services/backfill/src/objects.ts"

const PIECE_BYTES = 1024 * 1024

/** A manifest of so many rows that is made while it is read: 100 million rows take no disk. */
export function generatedManifest(rows: number): Bytes {
  const lineOf = (index: number) => `photos,Incoming/caf%C3%A9+photos/${String(index).padStart(9, "0")}.jpg\n`
  const lineBytes = Buffer.byteLength(lineOf(0))
  const linesAPiece = Math.floor(PIECE_BYTES / lineBytes)
  return {
    where: "generated",
    etag: "generated",
    size: rows * lineBytes,
    async *from(byte) {
      for (let line = Math.ceil(byte / lineBytes); line < rows; line += linesAPiece) {
        const count = Math.min(linesAPiece, rows - line)
        yield Buffer.from(Array.from({ length: count }, (_, index) => lineOf(line + index)).join(""))
      }
    },
  }
}
