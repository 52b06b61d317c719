import type { PhotoSummary } from "@darkroom/gallery-api"
import { thumbHashToDataURL } from "thumbhash"

const KEPT = 500
const made = new Map<string, string | null>()

/** What is seen until the photo is: its thumbhash as a picture, else its colour; nothing where neither is known or readable. */
export function placeholderOf({ thumbhash, dominantColor }: PhotoSummary): {
  backgroundImage?: string
  backgroundColor?: string
} {
  const picture = thumbhash === null ? null : pictureOf(thumbhash)
  return {
    ...(picture === null ? {} : { backgroundImage: `url(${picture})` }),
    ...(dominantColor === null ? {} : { backgroundColor: dominantColor }),
  }
}

function pictureOf(thumbhash: string): string | null {
  const known = made.get(thumbhash)
  if (known !== undefined) return known
  const picture = decoded(thumbhash)
  if (made.size >= KEPT) made.clear()
  made.set(thumbhash, picture)
  return picture
}

function decoded(thumbhash: string): string | null {
  try {
    return thumbHashToDataURL(Uint8Array.from(atob(thumbhash), (character) => character.charCodeAt(0)))
  } catch {
    return null
  }
}
