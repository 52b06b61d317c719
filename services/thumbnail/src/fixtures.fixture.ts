import { derivedId, ImageDeleted, MetadataExtracted } from "@darkroom/events"
import type { RenditionObject, ThumbnailDeps } from "./deps.ts"

type Extracted = MetadataExtracted["data"]
const provenance = {
  id: MetadataExtracted.example.image.id,
  groupKey: MetadataExtracted.example.image.id,
  origin: "upload",
} as const

/** For tests: a MetadataExtracted of a photo of that format. */
export function extracted(
  format: Extracted["metadata"]["format"],
  changes: { image?: Partial<Extracted["image"]> } = {},
): MetadataExtracted {
  const { image, metadata } = MetadataExtracted.example
  const data = {
    image: { ...image, ...changes.image },
    metadata: { ...metadata, format },
  }
  return MetadataExtracted.create(data, provenance)
}

export function deleted(image: Partial<Extracted["image"]> = {}): ImageDeleted {
  const { example } = ImageDeleted
  return ImageDeleted.create(
    { ...example, image: { ...example.image, ...image } },
    { ...provenance, id: derivedId("deleted") },
  )
}

/** For tests: a bucket with one original (or none) and the renditions that were put into it. */
export function bucketOf(original: Uint8Array | undefined) {
  const state = { original, renditions: new Map<string, RenditionObject>() }
  const deps: ThumbnailDeps = {
    readOriginal: () => Promise.resolve(state.original),
    originalExists: () => Promise.resolve(state.original !== undefined),
    putRendition: (rendition) => Promise.resolve(void state.renditions.set(rendition.key, rendition)),
    deleteFolder: (_, folder) => {
      for (const key of state.renditions.keys()) if (key.startsWith(folder)) state.renditions.delete(key)
      return Promise.resolve()
    },
  }
  return { state, deps }
}
