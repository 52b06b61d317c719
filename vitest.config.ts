import { readFileSync } from "node:fs"
import { join } from "node:path"
import { defineConfig } from "vitest/config"
import { BaseSequencer, type TestSpecification } from "vitest/node"
import { isRest, isWhole, leftStories, madeStories, sharedChecks } from "./scripts/test-parts.ts"

const exclude = ["**/node_modules/**"]
const stories = "packages/{local,cli}/e2e/**/*.test.ts"
/** Their views are TSX, which Node does not read. */
const page = "packages/web/**/*.test.ts"
/** One file starts half a second sooner where Node loads it itself. The whole suite of a new clone, which Node has not compiled yet, takes longer. */
const experimental = { viteModuleRunner: isWhole }

// Workers, and the commands that stories run, load what an earlier run has compiled.
process.env["NODE_COMPILE_CACHE"] ??= join(import.meta.dirname, ".darkroom/compile-cache")

/** Begins with what takes longest. Unit tests that need SST's components come last: they are being installed meanwhile. */
class InGoodOrder extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).toSorted((one, other) => rankOf(one) - rankOf(other))
  }
}

function rankOf({ moduleId }: TestSpecification): number {
  if (moduleId.endsWith("/e2e/new-service.test.ts")) return 0
  const needsSst = /\b(ensurePlatform|synth|synthesise)\b/.test(readFileSync(moduleId, "utf8"))
  return needsSst && !moduleId.includes("/e2e/") ? 2 : 1
}

const unit = {
  // A worker loads a module once for all of its files, which takes half the time. Files leave nothing behind.
  isolate: false,
  // By default one worker fewer than there are processors, which of two leaves one.
  maxWorkers: 2,
  sequence: { groupOrder: 0 },
  setupFiles: "./scripts/leave-no-trace.ts",
  testTimeout: 60_000,
  // As long as SST's components may take to install.
  hookTimeout: 180_000,
}

export default defineConfig({
  test: {
    sequence: { sequencer: InGoodOrder },
    reporters: [
      "default",
      ["json", { outputFile: `.darkroom/test-results${isRest ? ".rest" : ""}.json` }],
      "./scripts/test-report.ts",
    ],
    projects: [
      {
        test: {
          ...unit,
          name: "unit",
          experimental,
          globalSetup: "./scripts/prepare-tests.ts",
          include: isRest
            ? ["{packages,services}/**/*.property.test.ts", sharedChecks]
            : ["{packages,services,scripts,bench}/**/*.test.ts"],
          exclude: [...exclude, stories, page, ...(isRest ? [] : [sharedChecks])],
        },
      },
      {
        test: { ...unit, name: "page", include: [isRest ? page.replace("*.test", "*.property.test") : page], exclude },
      },
      {
        test: {
          name: "stories",
          experimental,
          sequence: { groupOrder: 1 },
          include: isRest ? leftStories : madeStories,
          exclude,
          globalSetup: "./scripts/prepare-tests.ts",
          setupFiles: "./scripts/leave-no-trace.ts",
          isolate: false,
          // Stories wait some of the time: for browsers, and for what is tried again.
          maxWorkers: 3,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
})
