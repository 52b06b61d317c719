import { XMLParser } from "fast-xml-parser"
import { malformedXml } from "./errors.ts"

const parser = new XMLParser({
  parseTagValue: false,
  trimValues: false,
  ignoreDeclaration: true,
  // Numeric references (&#13;) are part of what this option turns on.
  htmlEntities: true,
  // A DeleteObjects of a thousand keys may hold many references; the parser's limits are against documents from strangers.
  processEntities: { enabled: true, maxTotalExpansions: Infinity, maxExpandedLength: Infinity },
})

export type XmlNode = string | undefined | { readonly [name: string]: XmlNode | readonly XmlNode[] }

/** Parses a request's XML and returns the root element. */
export function parseXml(text: string, root: string): XmlNode {
  let document: Record<string, XmlNode>
  try {
    document = parser.parse(text, true) as Record<string, XmlNode>
  } catch {
    throw malformedXml()
  }
  if (!(root in document)) throw malformedXml()
  return document[root]
}

/** The child elements of that name. */
export function childNodes(node: XmlNode, name: string): readonly XmlNode[] {
  if (typeof node !== "object") return []
  const found = node[name]
  if (found === undefined) return []
  return Array.isArray(found) ? (found as readonly XmlNode[]) : [found as XmlNode]
}

/** The text of the first child element of that name. */
export function childText(node: XmlNode, name: string): string | undefined {
  const [found] = childNodes(node, name)
  return typeof found === "string" ? found : undefined
}
