import type { Objects } from "../objects.ts"
import type { Source } from "./source.ts"

/** What lies under a prefix, in the order of S3's listing, which is that of the keys' bytes. */
export function prefixSource(objects: Pick<Objects, "list">, bucket: string, prefix: string): Source {
  return async function* (from) {
    const after = from && "after" in from ? from.after : undefined
    for await (const keys of objects.list(bucket, prefix, after)) {
      for (const key of keys) {
        // A folder marker, as consoles make them, is no file.
        const found = key.endsWith("/") ? null : { bucket, key }
        yield { row: key, position: { after: key }, done: null, found }
      }
    }
  }
}
