/** Text, nested elements, or an array for a repeated element; undefined leaves the element out. */
export type XmlContent =
  | string
  | number
  | boolean
  | undefined
  | readonly XmlContent[]
  | { readonly [name: string]: XmlContent }

const NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/"
const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'

/** An XML document in S3's namespace. */
export function xmlDocument(root: string, content: { readonly [name: string]: XmlContent } | string): string {
  return DECLARATION + element(root, content, ` xmlns="${NAMESPACE}"`)
}

/** An XML document without a namespace, as S3's errors are. */
export function plainXmlDocument(root: string, content: { readonly [name: string]: XmlContent }): string {
  return DECLARATION + element(root, content)
}

function element(name: string, content: XmlContent, attributes = ""): string {
  if (content === undefined) return ""
  if (Array.isArray(content)) return content.map((item: XmlContent) => element(name, item)).join("")
  const inside = typeof content === "object" ? children(content as Record<string, XmlContent>) : escape(String(content))
  return `<${name}${attributes}>${inside}</${name}>`
}

function children(content: Readonly<Record<string, XmlContent>>): string {
  return Object.entries(content)
    .map(([name, item]) => element(name, item))
    .join("")
}

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" }

/** Control characters become references: a parser would turn a bare carriage return in a key into a line feed. */
function escape(text: string): string {
  return text.replace(/[&<>"\p{Cc}\u2028]/gu, (found) => ENTITIES[found] ?? `&#x${found.codePointAt(0)?.toString(16)};`)
}
