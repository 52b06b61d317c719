import { S3Error } from "./errors.ts"
import { childNodes, childText, parseXml } from "./parse-xml.ts"
import { xmlDocument } from "./xml.ts"

export type Tags = Readonly<Record<string, string>>

const MAXIMUM_TAGS = 10
const MAXIMUM_KEY_LENGTH = 128
const MAXIMUM_VALUE_LENGTH = 256

/** Reads the x-amz-tagging header: tags as a URL query. */
export function parseTagHeader(header: string | undefined): Tags {
  return checkedTags([...new URLSearchParams(header ?? "")])
}

/** Reads PutObjectTagging's XML. */
export function parseTagXml(text: string): Tags {
  const [set] = childNodes(parseXml(text, "Tagging"), "TagSet")
  return checkedTags(childNodes(set, "Tag").map((tag) => [childText(tag, "Key") ?? "", childText(tag, "Value") ?? ""]))
}

export function tagXml(tags: Tags): string {
  const Tag = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }))
  return xmlDocument("Tagging", { TagSet: { Tag } })
}

function checkedTags(pairs: readonly (readonly [string, string])[]): Tags {
  if (pairs.length > MAXIMUM_TAGS) throw new S3Error("BadRequest", "Object tags cannot be greater than 10")
  const seen = new Set<string>()
  for (const [key, value] of pairs) {
    if (key === "" || key.length > MAXIMUM_KEY_LENGTH) throw invalidTag("The TagKey you have provided is invalid", key)
    if (value.length > MAXIMUM_VALUE_LENGTH) throw invalidTag("The TagValue you have provided is invalid", key)
    if (seen.has(key)) throw invalidTag("Cannot provide multiple Tags with the same key", key)
    seen.add(key)
  }
  return Object.fromEntries(pairs)
}

const invalidTag = (message: string, key: string) => new S3Error("InvalidTag", message, 400, { TagKey: key })
