import type { VideoContainer } from "@darkroom/events"

/** What a file is by its first bytes: a container that Darkroom reads, or what else it looks like, with its article. */
export type SniffedContainer =
  | { readonly container: VideoContainer }
  | { readonly container: null; readonly looksLike: string }

const EBML = "\x1a\x45\xdf\xa3"
/** Atoms that a QuickTime film without `ftyp` begins with. */
const QUICKTIME_ATOMS = new Set(["moov", "mdat", "wide", "free", "skip", "pnot"])
/** Brands of ISO base media files that are no videos. */
const NO_VIDEOS: Readonly<Record<string, string>> = {
  "M4A ": "an audio file",
  "M4B ": "an audio file",
  "M4P ": "an audio file",
  "crx ": "a camera raw file",
  avif: "an AVIF image",
  heic: "a HEIC image",
  heix: "a HEIC image",
  mif1: "a HEIF image",
}

const others: readonly (readonly [bytes: string, what: string])[] = [
  ["FLV", "a Flash video"],
  ["\0\0\x01\xba", "an MPEG program stream"],
  ["\0\0\x01\xb3", "an MPEG-1 or MPEG-2 video"],
  ["OggS", "an Ogg file"],
  ["\x30\x26\xb2\x75\x8e\x66\xcf\x11", "a Windows Media file"],
  [".RMF", "a RealMedia file"],
  ["\xff\xd8\xff", "a JPEG image"],
  ["\x89PNG", "a PNG image"],
  ["GIF8", "a GIF image"],
  ["ID3", "an audio file"],
]

/** Tells a container by its first bytes (some 4 KB are enough), never by its name. */
export function sniffContainer(head: Uint8Array): SniffedContainer {
  const start = Buffer.from(head.buffer, head.byteOffset, Math.min(head.byteLength, 4096)).toString("latin1")
  const type = start.slice(4, 8)
  if (type === "ftyp") return isoMedia(start.slice(8, 12))
  if (QUICKTIME_ATOMS.has(type)) return { container: "mov" }
  if (start.startsWith(EBML)) return matroska(start)
  return { container: null, looksLike: otherwise(start) }
}

/** By the major brand (ISO/IEC 14496-12); M4V, 3GP and what else is not known are all told apart by their streams. */
function isoMedia(brand: string): SniffedContainer {
  const looksLike = NO_VIDEOS[brand]
  if (looksLike !== undefined) return { container: null, looksLike }
  return { container: brand === "qt  " ? "mov" : "mp4" }
}

/** By EBML's DocType, element 0x4282. https://www.rfc-editor.org/rfc/rfc8794#section-11.2.7 */
function matroska(start: string): SniffedContainer {
  const doctype = /\x42\x82[\x80-\xff]([a-z]+)/.exec(start)?.[1]
  if (doctype === "webm") return { container: "webm" }
  if (doctype === "matroska") return { container: "mkv" }
  return { container: null, looksLike: "unknown data" }
}

function otherwise(start: string): string {
  if (start.startsWith("RIFF")) return start.slice(8, 12) === "AVI " ? "an AVI video" : "a RIFF file"
  if (start[0] === "\x47" && start[188] === "\x47") return "an MPEG transport stream"
  return others.find(([signature]) => start.startsWith(signature))?.[1] ?? "unknown data"
}
