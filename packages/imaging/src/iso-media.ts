import type { Sniffed } from "./sniff-format.ts"

/** Atoms that a QuickTime film without `ftyp` begins with. */
export const quickTimeAtoms: ReadonlySet<string> = new Set(["moov", "mdat", "wide", "free", "skip", "pnot"])

const AVIF = ["avif", "avis"]
const HEIC = ["heic", "heix", "heim", "heis", "hevc", "hevx", "hevm", "hevs"]
/** "Some still image": what is in it is told by the compatible brands, and for certain by the header. */
const ANY_HEIF = ["mif1", "mif2", "msf1", "miaf"]

const others: Readonly<Record<string, string>> = {
  "crx ": "a camera raw file",
  "jxl ": "a JPEG XL image",
  "jp2 ": "a JPEG 2000 image",
  "M4A ": "an audio file",
  "M4B ": "an audio file",
}

/** What an ISO base media file (ISO/IEC 14496-12) is by the brands in its `ftyp` box. */
export function isoMedia(bytes: Buffer): Sniffed {
  const [major = "", ...compatible] = brandsOf(bytes)
  if (AVIF.includes(major)) return { format: "avif" }
  if (HEIC.includes(major)) return { format: "heic" }
  if (!ANY_HEIF.includes(major)) return { format: null, looksLike: others[major] ?? "a video" }
  return { format: compatible.some((brand) => AVIF.includes(brand)) ? "avif" : "heic" }
}

function brandsOf(bytes: Buffer): string[] {
  const end = Math.min(bytes.length, bytes.readUInt32BE(0), 256)
  const brands = [bytes.toString("latin1", 8, 12)]
  for (let at = 16; at + 4 <= end; at += 4) brands.push(bytes.toString("latin1", at, at + 4))
  return brands
}
