import type { JsonSchema } from "@darkroom/events"
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"

/** The schema of one version of an event as other teams have it: that of the last release which had the version. */
export interface ReleasedSchema {
  readonly name: string
  readonly version: number
  readonly schema: JsonSchema
}

/** Where the released schemas of a checkout are, one file a version: `<Event>.v<N>.json`. */
export function releasedIn(root: string): string {
  return join(root, "packages/events/released")
}

/** Where the golden events are, in files of the same names. */
export function goldenIn(root: string): string {
  return join(root, "packages/events/golden")
}

export function fileOf(name: string, version: number): string {
  return `${name}.v${version}.json`
}

export function readReleased(folder: string): ReleasedSchema[] {
  return readVersions<JsonSchema>(folder).map(({ content: schema, ...of }) => ({ ...of, schema }))
}

/** Every `<Event>.v<N>.json` of a folder, in the order of names. */
export function readVersions<Content>(folder: string): { name: string; version: number; content: Content }[] {
  return readdirSync(folder)
    .toSorted()
    .map((file) => {
      const [, name = file, version] = /^(\w+)\.v(\d+)\.json$/.exec(file) ?? []
      return {
        name,
        version: Number(version),
        content: JSON.parse(readFileSync(join(folder, file), "utf8")) as Content,
      }
    })
}
