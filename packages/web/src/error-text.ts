import { GalleryError } from "@darkroom/gallery-api/client"

/** What went wrong, in words for the person who sees it. */
export function errorText(error: unknown): string {
  if (error instanceof GalleryError) return error.message
  if (error instanceof TypeError) return "Darkroom cannot be reached. Check your connection."
  return error instanceof Error ? error.message : "Something went wrong."
}
