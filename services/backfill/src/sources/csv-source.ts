import { decodeKey } from "../csv/decode-key.ts"
import { type Line, linesOf } from "../csv/lines.ts"
import { problem, readRow } from "../csv/read-row.ts"
import type { Bytes } from "../objects.ts"
import type { FoundObject, Position, Problem, Row, Source } from "./source.ts"

const BEGINNING = { byte: 0, line: 0, fields: 0 }
const BOM = [0xef, 0xbb, 0xbf]

/** A CSV file of bucket, key and perhaps more, such as a manifest of S3 Batch Operations: with or without a line of headings. */
export function csvSource(manifest: Bytes): Source {
  return (from) => rowsOf(manifest, from && "byte" in from ? from : BEGINNING)
}

async function* rowsOf(manifest: Bytes, from: typeof BEGINNING): AsyncGenerator<Row> {
  let { fields } = from
  for await (const line of linesOf(manifest.from(from.byte), from)) {
    const bytes = line.number === 1 ? withoutBom(line.bytes) : line.bytes
    // An empty line is no row: many editors leave one at the end.
    if (bytes?.length === 0) continue
    const row = readRow(bytes)
    const isRow = !("reason" in row)
    if (fields === 0 && isRow && row.length >= 2) fields = row.length
    const found = isRow ? foundIn(row, fields) : row
    if (isRow && line.number === 1 && isHeading(row)) continue
    yield rowOf(line, found, { byte: line.end, line: line.number, fields }, manifest.size)
  }
}

function rowOf({ number, end }: Line, found: FoundObject | Problem, position: Position, size: number): Row {
  return { row: String(number), position, done: Math.min(1, end / Math.max(1, size)), found }
}

function foundIn(row: readonly string[], fields: number): FoundObject | Problem {
  const [bucket = "", text = ""] = row
  const written = row.join(",")
  if (row.length < 2) return problem(written, "a row has two fields at the least, bucket and key")
  if (row.length !== fields) return problem(written, `the row has ${row.length} fields, the first one had ${fields}`)
  if (bucket === "") return problem(written, "the bucket is empty")
  const key = decodeKey(text)
  return "key" in key ? { bucket, key: key.key } : problem(text, key.reason)
}

function isHeading([bucket = "", key = ""]: readonly string[]): boolean {
  return bucket.trim().toLowerCase() === "bucket" && key.trim().toLowerCase() === "key"
}

function withoutBom(bytes: Uint8Array | undefined): Uint8Array | undefined {
  return BOM.every((byte, index) => bytes?.[index] === byte) ? bytes?.subarray(BOM.length) : bytes
}
