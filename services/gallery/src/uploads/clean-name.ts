const MAXIMUM_BYTES = 200
const LONGEST_ENDING = 20

/** Controls, separators of paths and lines, and what makes text run backwards. */
const UNWANTED = /[\p{Cc}\p{Zl}\p{Zp}/\\\u202a-\u202e\u2066-\u2069]/gu

/** A file's name as the last part of its key: one segment of a path, at most 200 bytes of UTF-8, with its ending. */
export function cleanName(name: string): string {
  const clean = name
    .toWellFormed()
    .normalize("NFC")
    .replace(UNWANTED, "_")
    // S3 puts the file's own name where a form's key has ${filename}.
    .replace(/\$+\{/g, "{")
    .trim()
  if (/^\.*$/.test(clean)) return "photo"
  const [, stem = clean, ending = ""] = /^(.+)(\.[^.]+)$/su.exec(clean) ?? []
  if (Buffer.byteLength(clean) <= MAXIMUM_BYTES) return clean
  return Buffer.byteLength(ending) <= LONGEST_ENDING
    ? shorten(stem, MAXIMUM_BYTES - Buffer.byteLength(ending)) + ending
    : shorten(clean, MAXIMUM_BYTES)
}

/** By whole characters. */
function shorten(text: string, bytes: number): string {
  let kept = ""
  let size = 0
  for (const character of text) {
    size += Buffer.byteLength(character)
    if (size > bytes) break
    kept += character
  }
  return kept
}
