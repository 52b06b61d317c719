import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { compilePattern } from "./pattern.ts"

const shared = process.env["DARKROOM_SHARED"] ?? join(import.meta.dirname, "../../../../../../../shared")
const folder = join(shared, "event-patterns")
const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith(".json5")) : []

describe.skipIf(files.length === 0)(
  "patterns whose outcome AWS gave (skipped where the folder event-patterns is absent)",
  () => {
    it.each(files.length > 0 ? files : ["(no files)"])("agrees with AWS on %s", (file) => {
      const { Event, EventPattern } = readJson5(join(folder, file))
      if (file.endsWith("_EXC.json5")) expect(() => compilePattern(EventPattern)).toThrow("Event pattern is not valid")
      else expect(compilePattern(EventPattern)(Event as never)).toBe(!file.endsWith("_NEG.json5"))
    })
  },
)

/** JSON with comments and trailing commas, which is all of JSON5 that these files use. */
function readJson5(path: string): { Event: object; EventPattern: object } {
  const outsideStrings = (replace: (code: string) => string) => (text: string) =>
    text
      .split(/("(?:[^"\\]|\\.)*")/)
      .map((part, index) => (index % 2 === 1 ? part : replace(part)))
      .join("")
  const source = readFileSync(path, "utf8").replace(/^\s*\/\/.*$/gm, "")
  return JSON.parse(outsideStrings((code) => code.replace(/\/\/.*$/gm, "").replace(/,(\s*[}\]])/g, "$1"))(source))
}
