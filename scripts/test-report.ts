import type { Reporter, TestModule } from "vitest/node"
import { isRest, isWhole, leftStories } from "./test-parts.ts"

/** Says at the end what `npm test` has left to `npm run test:rest`, and how many runs property tests have made. */
export default class TestReport implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    if (!isWhole) return
    const runs = modules.flatMap((module) => [...module.children.allTests()].flatMap((test) => test.meta().runs ?? []))
    const [made, left] = [runs.map((each) => each.made), runs.map((each) => each.left)].map(sum)
    console.log(`${runs.length} property tests made ${made} runs, each with other random values.`)
    if (isRest) return
    const names = leftStories.map((file) => file.replace(/^.*\/(.+)\.test\.ts$/, "$1"))
    console.log(`Left to npm run test:rest: ${left} runs of property tests, and ${names.length} files of stories:`)
    console.log(`${names.join(", ")}.\n`)
  }
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0)
