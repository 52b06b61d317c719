import type { PhotoDetail } from "@darkroom/gallery-api"
import { useState } from "react"
import { type Cover, coverOf } from "./cover-of.ts"

/** What lies over the photo or video until the person has it shown; what was shown once stays so while photos are looked at. */
export function useCover(photoId: string, photo: PhotoDetail | undefined, hasFailed: boolean) {
  const [shown, setShown] = useState<ReadonlySet<string>>(new Set())
  const cover: Cover = shown.has(photoId)
    ? { kind: "none" }
    : coverOf(photo && { moderation: photo.moderation ?? photo.video?.moderation }, hasFailed)
  return { cover, show: () => setShown(new Set([...shown, photoId])) }
}
