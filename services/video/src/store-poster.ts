import { type Poster, type Rendition, renditionKey, type Video } from "@darkroom/events"
import type { Looked } from "./decoding.ts"
import type { InspectDeps } from "./inspect-deps.ts"

interface Wanted {
  readonly prefix: string
  /** Smallest first. */
  readonly sizes: readonly number[]
}

/** Stores the poster in the sizes of the video's profile, under the keys that photos have. */
export async function storePoster(
  video: Video,
  { pictures, ...about }: NonNullable<Looked["poster"]>,
  { prefix, sizes }: Wanted,
  deps: Pick<InspectDeps, "putRendition">,
): Promise<Poster> {
  if (pictures.length !== sizes.length) throw new Error(`The poster has ${pictures.length} sizes, not ${sizes.length}`)
  const { bucket } = video
  const store = async (size: number, index: number): Promise<Rendition> => {
    const { width, height, data: base64 } = pictures[index]!
    const data = Buffer.from(base64, "base64")
    const key = renditionKey(prefix, video, size)
    await deps.putRendition({ bucket, key, data })
    return { name: String(size), bucket, key, contentType: "image/webp", width, height, bytes: data.length }
  }
  return { ...about, renditions: await Promise.all(sizes.map(store)) }
}
