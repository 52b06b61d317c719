import { globSync } from "node:fs"
import { join } from "node:path"

const root = join(import.meta.dirname, "..")

/** `npm test` runs the unit tests and a story of each capability. `npm run test:rest` runs what it leaves, and nothing twice. */
export const isRest = process.env["TEST_PART"] === "rest"

/** True for the whole suite, false where the command names files or tests. */
export const isWhole = process.argv.slice(2).join(" ") === "run"

/** What Darkroom can do, and the story that shows it. */
const CAPABILITIES = {
  "process a photo": "packages/local/e2e/photo.test.ts",
  "look at a video": "packages/local/e2e/video.test.ts",
  "show photos on a page": "packages/cli/e2e/gallery.test.ts",
  "decide by rules, and file": "packages/local/e2e/filing.test.ts",
  "tell people and webhooks": "packages/local/e2e/notification.test.ts",
  "take in what was there before": "packages/cli/e2e/backfills.test.ts",
  "replay events": "packages/local/e2e/replay.test.ts",
  "redrive dead letters": "packages/cli/e2e/dlq.test.ts",
  "find what has stalled": "packages/cli/e2e/stall.test.ts",
  "restore an archived photo": "packages/cli/e2e/restore.test.ts",
  "operate by commands": "packages/cli/e2e/operate.test.ts",
  "check a deployment": "packages/cli/e2e/verify.test.ts",
  "show what happens on the status page": "packages/local/e2e/status.test.ts",
  "run another SST app": "packages/local/e2e/another-app.test.ts",
}

const all = globSync("packages/{local,cli}/e2e/**/*.test.ts", { cwd: root }).toSorted()

/** Paths from the root. */
export const madeStories = Object.values<string>(CAPABILITIES)
export const leftStories = all.filter((file) => !madeStories.includes(file))

/** Checks on ../shared, which a clone alone does not have. */
export const sharedChecks = "{packages,services}/**/shared-*.test.ts"
