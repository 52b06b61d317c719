import type { Image } from "@darkroom/events"
import { originals, sha256Of } from "@darkroom/lambda"
import { OriginalGone } from "./errors.ts"

export interface OriginalHead {
  readonly bytes: number
  /** Hexadecimal; null where S3 keeps no SHA-256 of the whole object. */
  readonly sha256: string | null
}

/** What the use case needs of the world. Each call throws OriginalGone where the object is not the one that was uploaded. */
export interface MetadataDeps {
  head(image: Image): Promise<OriginalHead>
  /** The bytes from `start` to `end`, both included, or fewer where the object ends. */
  readRange(image: Image, start: number, end: number): Promise<Uint8Array>
  readAll(image: Image): Promise<Uint8Array>
}

export const defaultDeps: MetadataDeps = {
  head: async (image) => {
    const head = there(image, await originals.head(image))
    return { bytes: head.ContentLength ?? 0, sha256: sha256Of(head) }
  },
  readRange: async (image, start, end) => there(image, await originals.read(image, `bytes=${start}-${end}`)),
  readAll: async (image) => there(image, await originals.read(image)),
}

function there<Read>(image: Image, read: Read | undefined): Read {
  if (read === undefined) throw new OriginalGone(image.id)
  return read
}
