/** One plain sentence each, for the video's owner. */
export const messages = {
  empty: (key: string) => `${nameOf(key)} is empty: it has no bytes.`,
  tooLarge: (key: string, bytes: number) =>
    `${nameOf(key)} has ${gigabytes(bytes)} GB, and Darkroom reads videos of up to 10 GB.`,
  unsupported: (key: string, looksLike: string) =>
    `${nameOf(key)} is ${looksLike}, not a video that Darkroom can read.`,
  refused: (key: string) => `${nameOf(key)} is a video, and only photos are taken in here.`,
  damaged: (key: string) => `${nameOf(key)} is damaged and cannot be read.`,
  damagedPictures: (key: string) => `${nameOf(key)} is damaged: its pictures cannot be decoded.`,
  gone: (key: string) => `${nameOf(key)} was deleted or replaced before it could be read.`,
  tooMuchToCopy: (key: string, kind: string) =>
    `${nameOf(key)} is ${kind}, which Amazon Rekognition does not read, and too long to be converted for it, so nothing was looked for in it.`,
  notCopied: (key: string, kind: string) =>
    `${nameOf(key)} is ${kind}, which Amazon Rekognition does not read, and cannot be converted for it, so nothing was looked for in it.`,
  tooLong: (key: string) =>
    `${nameOf(key)} is longer than the six hours that Amazon Rekognition looks at, so nothing was looked for in it.`,
} as const

/** The last part of a key, fit to be shown. */
function nameOf(key: string): string {
  const name = (key.split("/").at(-1) ?? "").replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, "").trim()
  const characters = Array.from(name)
  if (characters.length === 0) return "The file"
  return characters.length <= 100 ? name : `${characters.slice(0, 99).join("")}…`
}

/** To one decimal, rounded up: what is over the limit never looks like the limit. */
function gigabytes(bytes: number): number {
  return Math.ceil((bytes / GIGABYTE) * 10) / 10
}

/** As Rekognition counts its limit, which Darkroom's is. https://docs.aws.amazon.com/rekognition/latest/dg/limits.html */
const GIGABYTE = 1024 ** 3
export const MAX_BYTES = 10 * GIGABYTE
