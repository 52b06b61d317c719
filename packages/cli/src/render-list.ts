import {
  cameraLines,
  foundLines,
  placeLines,
  renditionLines,
  sizeLines,
  statusColor,
  statusLines,
  takenLines,
  timeLines,
} from "./facts.ts"
import type { UploadRecord } from "./photo-report.ts"
import { type Colors, printable, wrap } from "./text.ts"

const NAME_WIDTH = 12
const INDENT = 2
const LEAST_WIDTH = 12

/** A block a file, for terminals too narrow for a table. */
export function renderList(records: readonly UploadRecord[], width: number, colors: Colors): string {
  return records
    .map((record) => [colors.bold(printable(record.file)), ...factLines(record, width, colors)].join("\n"))
    .join("\n\n")
}

function factLines(record: UploadRecord, width: number, colors: Colors): string[] {
  const room = Math.max(LEAST_WIDTH, width - NAME_WIDTH - INDENT)
  return facts(record).flatMap(([name, text]) => {
    const color = name === "status" ? statusColor(record, colors) : String
    // An id is to be copied: better over the edge than in pieces.
    const lines = name === "id" ? [text] : wrap(text, room)
    return lines.map((line, index) => " ".repeat(INDENT) + (index === 0 ? name : "").padEnd(NAME_WIDTH) + color(line))
  })
}

function facts(record: UploadRecord): [string, string][] {
  const all: [string, string[]][] = [
    ["id", record.imageId === null ? [] : [record.imageId]],
    ["status", statusLines(record)],
    ["size", sizeLines(record)],
    ["camera", cameraLines(record)],
    ["taken", [takenLines(record).join(" ")]],
    ["place", placeLines(record)],
    ["found", foundLines(record)],
    ["renditions", renditionLines(record)],
    ["time", timeLines(record)],
  ]
  return all.flatMap(([name, lines]) => (lines.join("") === "" ? [] : [[name, lines.join(", ")]]))
}
