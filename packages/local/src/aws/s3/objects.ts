import type { DatabaseSync } from "node:sqlite"
import { later } from "./list-keys.ts"
import { objectTable } from "./object-table.ts"
import type { ObjectTable, StoredObject } from "./object-table.ts"
import { isDeleteMarker, versionTable } from "./version-table.ts"
import type { DeleteMarker, PastVersion, Version } from "./version-table.ts"

/** The objects with all of their versions. What removes one returns the ids of bodies that no version has any more. */
export interface Objects extends Pick<ObjectTable, "find" | "firstFrom" | "restored" | "hasBody" | "clear"> {
  findVersion(bucket: string, key: string, version: string): Version | undefined
  /** Where the latest version of the key is a delete marker. */
  latestMarker(bucket: string, key: string): DeleteMarker | undefined
  /** All of a key, the latest first. */
  versions(bucket: string, key: string): readonly PastVersion[]
  /** The first key at or after `from` that has any version. */
  firstKeyFrom(bucket: string, from: string): string | undefined
  /** Makes this the latest version; only one of the same id is lost for it. */
  put(version: Version): readonly string[]
  /** Changes what is kept of a version, but not its body. */
  update(object: StoredObject): void
  /** Removes a version for good; the one before it is the latest then. */
  remove(version: Pick<Version, "bucket" | "key" | "version">): readonly string[]
}

export function openObjects(store: DatabaseSync): Objects {
  const current = objectTable(store)
  const past = versionTable(store)
  const hasBody = (body: string) => current.hasBody(body) || past.hasBody(body)
  const findVersion = (bucket: string, key: string, version: string) => {
    const object = current.find(bucket, key)
    return object?.version === version ? object : past.find(bucket, key, version)
  }

  function put(version: Version): readonly string[] {
    const { bucket, key, modified } = version
    const before = current.find(bucket, key)
    const replaced = before?.version === version.version ? before : past.find(bucket, key, version.version)
    if (before) current.delete(before)
    if (replaced) past.remove(replaced)
    if (before && before !== replaced) past.push(before, modified)
    else past.supersede(bucket, key, modified)
    if (isDeleteMarker(version)) past.push(version, undefined)
    else current.put(version)
    return unused(replaced)
  }

  function remove({ bucket, key, version }: Pick<Version, "bucket" | "key" | "version">): readonly string[] {
    const removed = findVersion(bucket, key, version)
    if (removed === undefined) return []
    if (current.find(bucket, key)?.version === version) current.delete(removed)
    else past.remove(removed)
    if (current.find(bucket, key) === undefined) promote(bucket, key)
    return unused(removed)
  }

  function promote(bucket: string, key: string): void {
    const entry = past.latest(bucket, key)?.entry
    if (entry === undefined) return
    if (isDeleteMarker(entry)) return past.makeLatest(entry)
    past.remove(entry)
    current.put(entry)
  }

  const unused = (version: Version | undefined) =>
    version === undefined || isDeleteMarker(version) || hasBody(version.body) ? [] : [version.body]

  return {
    find: current.find,
    firstFrom: current.firstFrom,
    findVersion,
    latestMarker(bucket, key) {
      if (current.find(bucket, key) !== undefined) return undefined
      const entry = past.latest(bucket, key)?.entry
      return entry && isDeleteMarker(entry) ? entry : undefined
    },
    versions(bucket, key) {
      const object = current.find(bucket, key)
      return [...(object ? [{ entry: object, superseded: undefined }] : []), ...past.list(bucket, key)]
    },
    firstKeyFrom: (bucket, from) => firstOf(current.firstFrom(bucket, from)?.key, past.firstKeyFrom(bucket, from)),
    put,
    update(object) {
      if (current.find(object.bucket, object.key)?.version === object.version) current.put(object)
      else past.replace(object)
    },
    remove,
    restored: () => [...current.restored(), ...past.restored()],
    hasBody,
    clear() {
      current.clear()
      past.clear()
    },
  }
}

function firstOf(a: string | undefined, b: string | undefined): string | undefined {
  if (a === undefined || b === undefined) return a ?? b
  return later(a, b) === a ? b : a
}
