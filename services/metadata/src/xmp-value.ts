/** More than any honest XMP block has before its dates. */
const LENGTH = 262_144

/** Finds simple properties of an XMP packet, whether written as attributes or as elements. */
export function xmpReader(xmp: Buffer | undefined): (property: string) => string | undefined {
  const text = xmp?.toString("utf8", 0, LENGTH) ?? ""
  // Not an XML parser: a date contains no markup, and a pattern of bounded length cannot be made slow by a hostile packet.
  return (property) => new RegExp(`[<\\s]${property}(?:=["']|>)\\s{0,8}([^"'<>]{8,40})["'<]`).exec(text)?.[1]
}
