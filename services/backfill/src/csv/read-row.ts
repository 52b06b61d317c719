import { fieldsOf } from "./fields.ts"
import { MAX_LINE_BYTES } from "./lines.ts"
import type { Problem } from "../sources/source.ts"

/** So much of a row that makes no sense is told. */
const SHOWN_CHARACTERS = 1024

const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })
const lenient = new TextDecoder("utf-8", { ignoreBOM: true })

/** The fields of a line, or what is wrong with it. */
export function readRow(bytes: Uint8Array | undefined): readonly string[] | Problem {
  if (bytes === undefined) return { text: "", reason: `the line is longer than ${MAX_LINE_BYTES} bytes` }
  const text = lenient.decode(bytes)
  if (!isUtf8(bytes)) return problem(text, "the line is not UTF-8")
  return fieldsOf(text) ?? problem(text, "the quotes are not balanced")
}

export function problem(text: string, reason: string): Problem {
  return { text: text.slice(0, SHOWN_CHARACTERS), reason }
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    strict.decode(bytes)
    return true
  } catch {
    return false
  }
}
