/** One plain sentence each, for the photo's owner. */
export const messages = {
  empty: (key: string) => `${nameOf(key)} is empty: it has no bytes.`,
  tooLarge: (key: string, bytes: number, limit: number) =>
    `${nameOf(key)} has ${atLeast(bytes)} MB, and Darkroom reads photos of up to ${atMost(limit)} MB.`,
  unsupported: (key: string, looksLike: string) =>
    `${nameOf(key)} is ${looksLike}, not a photo that Darkroom can read.`,
  tooManyPixels: (key: string, kind: string, pixels: number, limit: number) =>
    `${nameOf(key)} has ${atLeast(pixels)} megapixels, and Darkroom reads ${kind} photos of up to ${atMost(limit)} megapixels.`,
  damaged: (key: string) => `${nameOf(key)} is damaged and cannot be read.`,
  damagedPixels: (key: string) => `${nameOf(key)} is damaged: its picture data cannot be decoded.`,
  undecodablySized: (key: string) => `${nameOf(key)} has more pixels than Darkroom can decode.`,
  gone: (key: string) => `${nameOf(key)} was deleted or replaced before it could be read.`,
} as const

/** The last part of a key, fit to be shown. */
function nameOf(key: string): string {
  const name = (key.split("/").at(-1) ?? "").replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, "").trim()
  const characters = Array.from(name)
  if (characters.length === 0) return "The file"
  return characters.length <= 100 ? name : `${characters.slice(0, 99).join("")}…`
}

/** Millions to one decimal, rounded up: what is over a limit never looks like the limit. */
function atLeast(value: number): number {
  return Math.ceil(value / 100_000) / 10
}

function atMost(value: number): number {
  return Math.floor(value / 100_000) / 10
}
