import { readFileSync } from "node:fs"
import { join } from "node:path"
import { expect, it, onTestFinished } from "vitest"
import { startEngine } from "../engine.ts"
import { EMPTY_GRAPH, supportedList, withSupportedList } from "./supported-operations.ts"

const readme = join(import.meta.dirname, "../../README.md")

it("stands in the README as the code has it (npm run docs writes it)", async () => {
  const engine = await startEngine({ graph: EMPTY_GRAPH, root: "/", port: 0 })
  onTestFinished(() => engine.close())
  const page = readFileSync(readme, "utf8")
  expect(page).toBe(withSupportedList(page, supportedList(engine.services)))
})

it("sorts services and operations", () => {
  const list = supportedList([
    { name: "sqs", operations: ["SendMessage", "DeleteMessage"] },
    { name: "s3", operations: ["GetObject"] },
  ])
  expect(list).toBe("- **S3** (1): GetObject\n- **SQS** (2): DeleteMessage, SendMessage")
})

it("refuses a service that has no title, and a page without marks", () => {
  expect(() => supportedList([{ name: "sts", operations: [] }])).toThrow("sts needs a title")
  expect(() => withSupportedList("# A page", "")).toThrow("The page lacks")
})
