import { globSync } from "node:fs"
import { join } from "node:path"

const root = join(import.meta.dirname, "..")

/** `npm test` runs the unit tests and a story of each capability. `npm run test:rest` runs what it leaves, and nothing twice. */
export const isRest = process.env["TEST_PART"] === "rest"

/** What Darkroom can do, and the story that shows it. */
const CAPABILITIES = {
  "process a photo": "packages/local/e2e/photo.test.ts",
  "show photos on a page": "packages/cli/e2e/gallery.test.ts",
}

const all = globSync("packages/{local,cli}/e2e/**/*.test.ts", { cwd: root }).toSorted()

/** Files, by their paths from the root. */
export const madeStories = Object.values<string>(CAPABILITIES)
export const leftStories = all.filter((file) => !madeStories.includes(file))
