// Lists the slowest tests of the last runs of npm test and npm run test:rest: npm run test:times
import { existsSync, readFileSync } from "node:fs"
import { join, relative } from "node:path"

interface Results {
  readonly testResults: readonly {
    readonly name: string
    readonly assertionResults: readonly { readonly fullName: string; readonly duration?: number }[]
  }[]
}

const LISTED = 20
const root = join(import.meta.dirname, "..")
const files = ["test-results.json", "test-results.rest.json"].map((name) => join(root, ".darkroom", name))
const results = files
  .filter((file) => existsSync(file))
  .map((file) => JSON.parse(readFileSync(file, "utf8")) as Results)
if (results.length === 0) {
  console.error("No test has run in this checkout yet: npm test")
  process.exitCode = 1
}
const tests = results.flatMap(({ testResults }) =>
  testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map(({ fullName, duration = 0 }) => ({ file: relative(root, name), fullName, duration })),
  ),
)
for (const { file, fullName, duration } of tests.toSorted((a, b) => b.duration - a.duration).slice(0, LISTED))
  console.log(`${(duration / 1000).toFixed(1).padStart(6)} s  ${file}  ${fullName}`)
