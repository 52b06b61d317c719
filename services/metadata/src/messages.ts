/** One plain sentence each, for the photo's owner. */
export const messages = {
  empty: (key: string) => `${nameOf(key)} is empty: it has no bytes.`,
  tooLarge: (key: string, bytes: number, limit: number) =>
    `${nameOf(key)} has ${megabytes(bytes)}, and Darkroom reads photos of up to ${megabytes(limit)}.`,
  unsupported: (key: string, looksLike: string) => `${nameOf(key)} is ${looksLike}, not a photo that Darkroom can read.`,
  tooManyPixels: (key: string, kind: string, pixels: number, limit: number) =>
    `${nameOf(key)} has ${megapixels(pixels)}, and Darkroom reads ${kind} photos of up to ${megapixels(limit)}.`,
  damaged: (key: string) => `${nameOf(key)} is damaged and cannot be read.`,
  gone: (key: string) => `${nameOf(key)} was deleted or replaced before it could be read.`,
} as const

/** The last part of a key, fit to be shown. */
function nameOf(key: string): string {
  const name = (key.split("/").at(-1) ?? "").replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, "").trim()
  const characters = Array.from(name)
  if (characters.length === 0) return "The file"
  return characters.length <= 100 ? name : `${characters.slice(0, 99).join("")}…`
}

/** Never rounds what is over a limit down to the limit. */
function megabytes(bytes: number): string {
  return `${round(bytes / 1_000_000)} MB`
}

function megapixels(pixels: number): string {
  return `${round(pixels / 1_000_000)} megapixels`
}

function round(value: number): string {
  const digits = [0, 1, 2, 3, 4, 5, 6].find((count) => Math.abs(value - Number(value.toFixed(count))) <= value * 0.005)
  return value.toFixed(digits ?? 6)
}
