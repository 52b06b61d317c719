import type { PhotoSummary } from "@darkroom/gallery-api"

export type Watched = Pick<PhotoSummary, "photoId" | "name" | "status" | "problem" | "uploadedAt">
export type Trouble = Watched & { readonly status: "failed" | "rejected" }

/** Finds out which photos came to nothing since a time, in milliseconds since 1970; what had before is no news. */
export function problemWatch(since: number) {
  const known = new Map<string, string>()

  function isNews({ photoId, status, uploadedAt }: Watched): boolean {
    const before = known.get(photoId)
    known.set(photoId, status)
    if (!isTrouble(status) || isTrouble(before)) return false
    return before !== undefined || Date.parse(uploadedAt) >= since
  }

  return {
    /** Takes photos as they are now; returns those that are news, each once. */
    see: (photos: readonly Watched[]): readonly Trouble[] => photos.filter((photo): photo is Trouble => isNews(photo)),
    /** A message says that it is worked on, perhaps once more. */
    begun: (photoId: string) => void known.set(photoId, "processing"),
    /** Whether it is known by now what a message tells. */
    knows: (photoId: string) => isTrouble(known.get(photoId)),
  }
}

export function isTrouble(status: string | undefined): status is Trouble["status"] {
  return status === "failed" || status === "rejected"
}
