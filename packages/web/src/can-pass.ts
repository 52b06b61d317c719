import { GalleryError } from "@darkroom/gallery-api/client"

/** Whether asking again may bring another answer: what is not there will not be there. */
export function canPass(error: unknown): boolean {
  return !(error instanceof GalleryError) || error.code !== "NotFound"
}
