// What the use cases do themselves, with files where S3 is otherwise.
import { open, readFile, stat, writeFile } from "node:fs/promises"
import { type Image, ImageUploaded, profileNamed } from "@darkroom/events"
import { exampleEvent } from "@darkroom/testing"
import { decodeUpright, resizeRendition } from "../packages/imaging/src/index.ts"
import type { MetadataDeps } from "../services/metadata/src/deps.ts"
import { extractMetadata } from "../services/metadata/src/extract-metadata.ts"

/** As services/thumbnail decodes. */
const { limits } = profileNamed("private-uploads")

const deps: MetadataDeps = {
  head: async ({ key }) => ({ bytes: (await stat(key)).size, sha256: null }),
  readAll: ({ key }) => readFile(key),
  readRange: async ({ key }, start, end) => {
    const file = await open(key)
    try {
      const buffer = Buffer.alloc(end - start + 1)
      const { bytesRead } = await file.read(buffer, 0, buffer.length, start)
      return buffer.subarray(0, bytesRead)
    } finally {
      await file.close()
    }
  },
}

/** The metadata use case whole: header, EXIF, and the event it makes of them. */
export async function readMetadata(file: string): Promise<void> {
  const image: Image = { ...ImageUploaded.example.image, key: file }
  const event = await extractMetadata(exampleEvent(ImageUploaded, { image }), deps)
  if (event.type !== "MetadataExtracted") throw new Error(`${file}: ${event.type}`)
}

/** One rendition as the thumbnail service makes it, from file to file. */
export async function renderOne(file: string, side: number, target: string): Promise<void> {
  const raw = await decodeUpright(await readFile(file), { format: "jpeg", maxSide: side, limits })
  await writeFile(target, (await resizeRendition(raw, side)).data)
}
