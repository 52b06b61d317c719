import type { ImageFormat } from "@darkroom/events"
import { isoMedia, quickTimeAtoms } from "./iso-media.ts"
import { looksLikeText } from "./looks-like-text.ts"
import { isCameraRaw } from "./is-camera-raw.ts"

/** What bytes are: a format that Darkroom reads, or what else they look like, with its article, for a sentence. */
export type Sniffed = { readonly format: ImageFormat } | { readonly format: null; readonly looksLike: string }

export const A_VIDEO = "a video"

type Signature = readonly [bytes: string, what: string]

/** Beginnings of files, each character a byte. */
const images: readonly (readonly [bytes: string, format: ImageFormat])[] = [
  ["\xff\xd8\xff", "jpeg"],
  ["\x89PNG\r\n\x1a\n", "png"],
  ["GIF87a", "gif"],
  ["GIF89a", "gif"],
]

const others: readonly Signature[] = [
  ["%PDF-", "a PDF document"],
  ["8BPS", "a Photoshop document"],
  ["BM", "a BMP image"],
  ["\0\0\x01\0", "an icon"],
  ["\0\0\x02\0", "a cursor"],
  ["icns", "an icon"],
  ["\0\0\0\x0cJXL \r\n\x87\n", "a JPEG XL image"],
  ["\xff\x0a", "a JPEG XL image"],
  ["\0\0\0\x0cjP  \r\n\x87\n", "a JPEG 2000 image"],
  ["\xff\x4f\xff\x51", "a JPEG 2000 image"],
  ["v/1\x01", "an OpenEXR image"],
  ["FUJIFILMCCD-RAW", "a camera raw file"],
  ["PK\x03\x04", "a ZIP archive or an office document"],
  ["\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an office document"],
  ["\x1f\x8b", "a compressed archive"],
  ["BZh", "a compressed archive"],
  ["7z\xbc\xaf\x27\x1c", "a compressed archive"],
  ["Rar!\x1a\x07", "a compressed archive"],
  ["\xfd7zXZ\0", "a compressed archive"],
  ["\x1a\x45\xdf\xa3", A_VIDEO],
  ["FLV\x01", A_VIDEO],
  ["\0\0\x01\xba", A_VIDEO],
  ["\0\0\x01\xb3", A_VIDEO],
  ["OggS", "an audio or video file"],
  ["ID3", "an audio file"],
  ["fLaC", "an audio file"],
  ["\x7fELF", "a program"],
  ["MZ", "a program"],
]

/** RIFF's second word, at offset 8. */
const riff: Readonly<Record<string, string>> = { "AVI ": A_VIDEO, WAVE: "an audio file" }

/** Tells what a file is by its first bytes (some KB are enough), never by its name. */
export function sniffFormat(head: Uint8Array): Sniffed {
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.byteLength)
  const start = bytes.toString("latin1", 0, 64)
  const image = images.find(([signature]) => start.startsWith(signature))
  if (image) return { format: image[1] }
  return sniffContainer(bytes, start) ?? { format: null, looksLike: otherwise(bytes, start) }
}

/** Whether a file begins like a video, of whatever kind. */
export function isVideo(head: Uint8Array): boolean {
  const sniffed = sniffFormat(head)
  return sniffed.format === null && sniffed.looksLike === A_VIDEO
}

/** Formats that share their beginning with something else. */
function sniffContainer(bytes: Buffer, start: string): Sniffed | undefined {
  if (start.startsWith("RIFF")) return sniffRiff(start.slice(8, 12))
  if (/^(II[*+]\0|MM\0[*+])/.test(start)) return sniffTiff(bytes)
  if (start.slice(4, 8) === "ftyp") return isoMedia(bytes)
  return quickTimeAtoms.has(start.slice(4, 8)) ? { format: null, looksLike: A_VIDEO } : undefined
}

function sniffRiff(kind: string): Sniffed {
  return kind === "WEBP" ? { format: "webp" } : { format: null, looksLike: riff[kind] ?? "unknown data" }
}

function sniffTiff(bytes: Buffer): Sniffed {
  return isCameraRaw(bytes) ? { format: null, looksLike: "a camera raw file" } : { format: "tiff" }
}

function otherwise(bytes: Buffer, start: string): string {
  return others.find(([signature]) => start.startsWith(signature))?.[1] ?? looksLikeText(bytes) ?? "unknown data"
}
