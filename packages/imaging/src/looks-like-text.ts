const LENGTH = 1024

/** What kind of text the bytes are, or undefined where they are none. */
export function looksLikeText(bytes: Buffer): string | undefined {
  const text = decode(bytes.subarray(0, LENGTH))
  if (text === undefined) return undefined
  if (/<svg[\s>]/i.test(text)) return "an SVG drawing"
  if (/^\s*(<!doctype html|<html)/i.test(text)) return "a web page"
  if (/^\s*<\?xml/i.test(text)) return "an XML document"
  return "a text file"
}

function decode(bytes: Buffer): string | undefined {
  if (bytes.length === 0) return undefined
  const utf16 = /^(\xff\xfe|\xfe\xff)/.exec(bytes.toString("latin1", 0, 2))
  const text = new TextDecoder(utf16 ? (utf16[1] === "\xff\xfe" ? "utf-16le" : "utf-16be") : "utf-8").decode(bytes)
  // A character that was cut in two at the end is no harm; any other that is no text means that none of it is.
  return /[^\P{Cc}\s]|\ufffd/u.test(bytes.length < LENGTH ? text : text.slice(0, -3)) ? undefined : text
}
