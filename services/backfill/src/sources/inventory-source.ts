import { Readable } from "node:stream"
import { createGunzip } from "node:zlib"
import { decodeKey } from "../csv/decode-key.ts"
import { linesOf } from "../csv/lines.ts"
import { problem, readRow } from "../csv/read-row.ts"
import { SourceUnreadable } from "../errors.ts"
import type { Bytes } from "../objects.ts"
import type { InventoryManifest } from "./inventory-manifest.ts"
import type { FoundObject, Problem, Row, Source } from "./source.ts"

const BEGINNING = { part: 0, row: 0 }

/** The rows of an S3 Inventory, part by part. Inside a part, reading goes on by skipping what was read: gzip has no offsets. */
export function inventorySource(
  manifest: InventoryManifest,
  open: (bucket: string, key: string) => Promise<Bytes>,
): Source {
  const size = Math.max(
    1,
    manifest.parts.reduce((sum, part) => sum + part.size, 0),
  )
  return async function* (from) {
    const start = from && "part" in from ? from : BEGINNING
    let before = 0
    for (const [index, part] of manifest.parts.entries()) {
      const bytes = index < start.part ? undefined : await open(manifest.bucket, part.key)
      if (bytes) {
        const rows = rowsOf(bytes, manifest.columns, { part: index, skip: index === start.part ? start.row : 0 })
        for await (const { share, ...row } of rows)
          yield { ...row, done: Math.min(1, (before + share * part.size) / size) }
      }
      before += part.size
    }
  }
}

interface Part {
  readonly part: number
  readonly skip: number
}

async function* rowsOf(
  bytes: Bytes,
  columns: readonly string[],
  { part, skip }: Part,
): AsyncGenerator<Omit<Row, "done"> & { share: number }> {
  const read = { bytes: 0 }
  for await (const line of linesOf(gunzipped(bytes, read), { byte: 0, line: 0 })) {
    if (line.number <= skip || line.bytes?.length === 0) continue
    const fields = readRow(line.bytes)
    const found = "reason" in fields ? fields : foundIn(fields, columns)
    const position = { part, row: line.number }
    yield { row: `${part + 1}:${line.number}`, position, found, share: read.bytes / Math.max(1, bytes.size) }
  }
}

/** Null for a delete marker and for versions that are not the latest. */
function foundIn(row: readonly string[], columns: readonly string[]): FoundObject | Problem | null {
  const field = (name: string) => row[columns.indexOf(name)]
  const written = row.join(",")
  if (row.length !== columns.length)
    return problem(written, `the row has ${row.length} fields, the inventory ${columns.length} columns`)
  if (field("isdeletemarker") === "true" || field("islatest") === "false") return null
  const [bucket = "", text = ""] = [field("bucket"), field("key")]
  if (bucket === "") return problem(written, "the bucket is empty")
  const key = decodeKey(text)
  if (!("key" in key)) return problem(text, key.reason)
  return key.key.endsWith("/") ? null : { bucket, key: key.key }
}

async function* gunzipped(bytes: Bytes, read: { bytes: number }): AsyncGenerator<Uint8Array> {
  async function* compressed() {
    for await (const chunk of bytes.from(0)) {
      read.bytes += chunk.length
      yield chunk
    }
  }
  const input = Readable.from(compressed())
  const gunzip = createGunzip()
  input.on("error", (error) => gunzip.destroy(error))
  try {
    for await (const chunk of input.pipe(gunzip)) yield chunk as Uint8Array
  } catch (cause) {
    const { code = "" } = cause as NodeJS.ErrnoException
    if (!code.startsWith("Z_")) throw cause
    throw new SourceUnreadable(bytes.where, "it is not gzip, or damaged", { cause })
  } finally {
    input.destroy()
    gunzip.destroy()
  }
}
