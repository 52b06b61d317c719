import { defineConfig } from "vitest/config"
import { BaseSequencer, type TestSpecification } from "vitest/node"

const exclude = ["**/node_modules/**"]
// Stories through the running app start processes of their own, and wait much of the time: two of them at once take two thirds of it.
const stories = ["packages/{local,cli}/e2e/**/*.test.ts"]

/** The story that takes as long as ten others begins first, beside them all. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification) => moduleId.endsWith("/e2e/new-service.test.ts")
    return (await super.sort(files)).toSorted((a, b) => Number(isLong(b)) - Number(isLong(a)))
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: "unit",
          // By default one worker fewer than there are processors, which of two leaves one.
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
          include: ["{packages,services,scripts,bench}/**/*.test.ts"],
          exclude: [...exclude, ...stories],
          globalSetup: "./scripts/synth-once.ts",
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: "stories",
          sequence: { groupOrder: 1 },
          include: stories,
          exclude,
          globalSetup: "./scripts/synth-once.ts",
          maxWorkers: 2,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
})
