import type { ObjectTable, StoredObject } from "./object-table.ts"

export interface Listing {
  readonly objects: readonly StoredObject[]
  readonly prefixes: readonly string[]
  /** Where the next page begins; undefined on the last page. */
  readonly next: string | undefined
}

export interface Selection {
  readonly prefix: string
  readonly delimiter: string
  /** The first key that may be listed. */
  readonly from: string
  readonly limit: number
}

/** Goes from key to key, and over a whole common prefix in one step. */
export function listKeys(
  table: Pick<ObjectTable, "firstFrom">,
  bucket: string,
  { prefix, delimiter, from, limit }: Selection,
): Listing {
  const objects: StoredObject[] = []
  const prefixes: string[] = []
  let position: string | undefined = later(prefix, from)
  while (position !== undefined) {
    const object = table.firstFrom(bucket, position)
    if (!object?.key.startsWith(prefix)) break
    if (objects.length + prefixes.length === limit) return { objects, prefixes, next: position }
    const common = commonPrefix(object.key, prefix, delimiter)
    if (common === undefined) objects.push(object)
    else prefixes.push(common)
    position = common === undefined ? `${object.key}\0` : afterPrefix(common)
  }
  return { objects, prefixes, next: undefined }
}

/** The key up to the first delimiter after the prefix; undefined where there is none. */
export function commonPrefix(key: string, prefix: string, delimiter: string): string | undefined {
  const end = delimiter === "" ? -1 : key.indexOf(delimiter, prefix.length)
  return end < 0 ? undefined : key.slice(0, end + delimiter.length)
}

/** The first text after all that begin with the prefix; undefined where there is none. */
export function afterPrefix(prefix: string): string | undefined {
  const points = Array.from(prefix, (character) => character.codePointAt(0) ?? 0)
  for (let last = points.pop(); last !== undefined; last = points.pop()) {
    const next = last === 0xd7ff ? 0xe000 : last + 1
    if (next <= 0x10ffff) return String.fromCodePoint(...points, next)
  }
  return undefined
}

/** JavaScript compares UTF-16 units, in which an emoji comes before U+E000 and after; S3 compares UTF-8 bytes. */
export const later = (a: string, b: string) => (Buffer.compare(Buffer.from(a), Buffer.from(b)) < 0 ? b : a)
