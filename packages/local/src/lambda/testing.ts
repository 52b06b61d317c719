import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { onTestFinished } from "vitest"
import type { FunctionNode } from "../graph.ts"
import { sourceCode } from "./function-code.ts"
import { type FunctionRunner, functionRunner, type InvocationRecord, type RunnerOptions } from "./function-runner.ts"

/** A folder for the test's handlers; gone when the test is over. */
export function handlerFolder(source: string, file = "handler.ts"): string {
  const root = mkdtempSync(join(tmpdir(), "darkroom-lambda-"))
  onTestFinished(() => rmSync(root, { recursive: true, force: true, maxRetries: 5 }))
  writeFileSync(join(root, "package.json"), JSON.stringify({ type: "module" }))
  writeFileSync(join(root, file), source)
  return root
}

export function functionNode(changes: Partial<FunctionNode> = {}): FunctionNode {
  const name = changes.id ?? "Worker"
  return {
    id: name,
    arn: `arn:aws:lambda:us-east-1:000000000000:function:${name}`,
    handler: "handler.handler",
    timeout: 20,
    memory: 256,
    architecture: "arm64",
    logFormat: "JSON",
    environment: {},
    links: {},
    statements: [],
    roleArn: `arn:aws:iam::000000000000:role/${name}`,
    bundle: { install: [], mainFields: ["module", "main"] },
    ...changes,
  }
}

export interface TestFunction {
  readonly root: string
  readonly runner: FunctionRunner
  readonly lines: { line: string; stream: string; requestId: string | undefined }[]
  readonly records: InvocationRecord[]
}

/** A function whose handler is `source`, with what it printed and how its invocations went; closed when the test is over. */
export function testFunction(
  source: string,
  changes: Partial<FunctionNode> = {},
  options: Partial<RunnerOptions> = {},
): TestFunction {
  const root = handlerFolder(source)
  const lines: TestFunction["lines"] = []
  const records: InvocationRecord[] = []
  const runner = functionRunner(functionNode(changes), {
    root,
    code: sourceCode(root),
    endpoint: "http://127.0.0.1:1",
    region: "us-east-1",
    concurrency: 2,
    onLine: (_id, line, stream, requestId) => void lines.push({ line, stream, requestId }),
    onInvocation: (record) => void records.push(record),
    ...options,
  })
  onTestFinished(() => runner.close())
  return { root, runner, lines, records }
}
