import { it } from "vitest"

declare module "vitest" {
  interface TaskMeta {
    /** Of a property test: the runs that it made, and those that it leaves to the other part of the tests. */
    runs?: { readonly made: number; readonly left: number }
  }
}

/** Runs of a property test, numbered from `first`. */
export interface Runs {
  readonly first: number
  readonly numRuns: number
}

/** `npm test` makes this share of the runs. */
const SHARE = 1 / 6

/**
 * A property test that takes `all` runs to be trusted. `npm test` makes a sixth of them, `npm run test:rest` the others, and both say how
 * many. `check` makes the runs that it is given; a property of fast-check has new random values in each.
 */
export function property(name: string, all: number, check: (runs: Runs) => unknown, timeout?: number): void {
  const few = Math.ceil(all * SHARE)
  const isRest = process.env["TEST_PART"] === "rest"
  const runs = isRest ? { first: few, numRuns: all - few } : { first: 0, numRuns: few }
  it(
    `${name} (${runs.numRuns} of ${all} runs)`,
    async ({ task }) => {
      task.meta.runs = { made: runs.numRuns, left: all - runs.numRuns }
      await check(runs)
    },
    timeout,
  )
}
