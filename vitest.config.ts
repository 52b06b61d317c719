import { defineConfig } from "vitest/config"
import { BaseSequencer, type TestSpecification } from "vitest/node"
import { isRest, leftStories, madeStories } from "./scripts/test-parts.ts"

const exclude = ["**/node_modules/**"]
const stories = "packages/{local,cli}/e2e/**/*.test.ts"

/** The story that takes as long as several others begins first, beside them all. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification) => moduleId.endsWith("/e2e/new-service.test.ts")
    return (await super.sort(files)).toSorted((a, b) => Number(isLong(b)) - Number(isLong(a)))
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    reporters: [
      "default",
      ["json", { outputFile: `.darkroom/test-results${isRest ? ".rest" : ""}.json` }],
      "./scripts/test-report.ts",
    ],
    projects: [
      {
        test: {
          name: "unit",
          // A worker loads a module once for all of its files, which takes half the time. Files leave nothing behind.
          isolate: false,
          // By default one worker fewer than there are processors, which of two leaves one.
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
          include: isRest
            ? ["{packages,services}/**/*.property.test.ts"]
            : ["{packages,services,scripts,bench}/**/*.test.ts"],
          exclude: [...exclude, stories],
          globalSetup: "./scripts/synth-once.ts",
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: "stories",
          sequence: { groupOrder: 1 },
          include: isRest ? leftStories : madeStories,
          exclude,
          globalSetup: "./scripts/synth-once.ts",
          // Stories start processes of their own, and wait much of the time.
          maxWorkers: 2,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
})
