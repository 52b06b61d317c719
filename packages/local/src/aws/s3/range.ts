import { S3Error } from "./errors.ts"

/** Both ends are inclusive. */
export interface ByteRange {
  readonly start: number
  readonly end: number
}

/** The bytes a Range header asks for. undefined means the whole object: S3 ignores several ranges and malformed ones. */
export function parseRange(header: string | undefined, size: number): ByteRange | undefined {
  const [, first = "", last = ""] = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? "") ?? []
  if (first === "" && last === "") return undefined
  if (first !== "" && last !== "" && Number(last) < Number(first)) return undefined
  const start = first === "" ? Math.max(0, size - Number(last)) : Number(first)
  if (start >= size) throw unsatisfiable(header ?? "", size)
  return { start, end: first === "" || last === "" ? size - 1 : Math.min(Number(last), size - 1) }
}

function unsatisfiable(header: string, size: number): S3Error {
  const fields = { RangeRequested: header, ActualObjectSize: size }
  return new S3Error("InvalidRange", "The requested range is not satisfiable", 416, fields, {
    "content-range": `bytes */${size}`,
  })
}
