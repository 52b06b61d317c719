import type { BackfillSource } from "@darkroom/events"
import { NotAManifest, SourceMissing } from "../errors.ts"
import type { Objects } from "../objects.ts"
import { csvSource } from "./csv-source.ts"
import { readInventoryManifest } from "./inventory-manifest.ts"
import { inventorySource } from "./inventory-source.ts"
import { prefixSource } from "./prefix-source.ts"
import type { Source } from "./source.ts"

export interface Opened {
  readonly source: Source
  /** Of the manifest; undefined where there is none. */
  readonly etag: string | undefined
}

/** Two megabytes list some ten thousand parts. */
const MAX_MANIFEST_BYTES = 20_000_000

/** The rows of a source; with an ETag, only if its manifest is still that one. Throws SourceMissing, SourceUnreadable, NotAManifest. */
export async function openSource(
  source: Exclude<BackfillSource, { kind: "batch" }>,
  objects: Objects,
  expected?: string,
): Promise<Opened> {
  if (source.kind === "prefix") return { source: prefixSource(objects, source.bucket, source.prefix), etag: undefined }
  const bytes = await objects.open(source.bucket, source.key, expected)
  if (source.kind === "csv") return { source: csvSource(bytes), etag: bytes.etag }
  if (bytes.size > MAX_MANIFEST_BYTES) throw new NotAManifest(bytes.where, "it is too large")
  const chunks: Uint8Array[] = []
  for await (const chunk of bytes.from(0)) chunks.push(chunk)
  const manifest = readInventoryManifest(Buffer.concat(chunks).toString(), bytes.where)
  return { source: inventorySource(manifest, objects.open), etag: bytes.etag }
}

/** Throws what is wrong with a source before anything is begun; an empty prefix is a mistake of whoever wrote it. */
export async function checkSource(
  source: Exclude<BackfillSource, { kind: "batch" }>,
  objects: Objects,
): Promise<string | undefined> {
  const { etag } = await openSource(source, objects)
  if (source.kind === "prefix") {
    for await (const keys of objects.list(source.bucket, source.prefix)) if (keys.length > 0) return undefined
    throw new SourceMissing(`s3://${source.bucket}/${source.prefix}`)
  }
  return etag
}
