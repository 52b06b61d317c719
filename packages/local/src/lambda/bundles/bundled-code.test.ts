import { ensurePlatform } from "../../synth/platform.ts"
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { beforeAll, expect, it, onTestFinished } from "vitest"
import { functionRunner, type FunctionRunner } from "../function-runner.ts"
import { functionNode } from "../testing.ts"
import { bundledCode } from "./bundled-code.ts"

const checkout = join(import.meta.dirname, "../../../../..")
beforeAll(() => ensurePlatform(checkout))

/** An app's folder with these files, which has the esbuild of SST's components where `bundler` is true. */
function app(files: Readonly<Record<string, string>>, { bundler = true } = {}) {
  const root = mkdtempSync(join(tmpdir(), "darkroom-bundles-"))
  onTestFinished(() => rmSync(root, { recursive: true, force: true, maxRetries: 5 }))
  const write = (file: string, content: string) => {
    mkdirSync(dirname(join(root, file)), { recursive: true })
    writeFileSync(join(root, file), content)
    // A source that changed while it was bundled is bundled again: these were there before.
    utimesSync(join(root, file), new Date(), new Date(Date.now() - 10_000 + ++changes))
  }
  let changes = 0
  write("package.json", '{ "type": "module" }')
  for (const [file, content] of Object.entries(files)) write(file, content)
  if (bundler) symlinkSync(join(checkout, ".sst"), join(root, ".sst"))
  const folder = join(root, ".darkroom/bundles")
  const errors: unknown[] = []
  const functions = Object.keys(files)
    .filter((file) => file.endsWith("handler.ts"))
    .map((file) => functionNode({ id: file, handler: file.replace(/ts$/, "handler") }))
  const open = () => {
    const code = bundledCode({ root, folder, functions, onError: (error) => void errors.push(error) })
    const runners = functions.map((node) =>
      functionRunner(node, {
        root,
        code,
        endpoint: "http://127.0.0.1:1",
        region: "us-east-1",
        concurrency: 1,
        onLine: () => {},
      }),
    )
    onTestFinished(() => runners.forEach((runner) => runner.close()))
    return {
      code,
      runners: runners as [FunctionRunner, ...FunctionRunner[]],
      where: () => functions.map((node) => code.locate(node).file),
    }
  }
  const bundles = () => (existsSync(folder) ? readdirSync(folder).toSorted() : [])
  const builtAt = () =>
    bundles().flatMap((name) => (name.endsWith(".json") ? statSync(join(folder, name)).mtimeMs : []))
  return { root, write, errors, open, bundles, builtAt }
}

const SHARED = 'export const words: string[] = ["shared"]'
const handlerOf = (name: string) => `
  import { words } from "./shared.ts"
  export const handler = async (): Promise<string> => [${JSON.stringify(name)}, ...words].join(" ")`

it("runs functions from bundles that share what they have in common", async () => {
  const { open, bundles, errors } = app({
    "shared.ts": SHARED,
    "a/handler.ts": handlerOf("a").replace("./", "../"),
    "b/handler.ts": handlerOf("b").replace("./", "../"),
  })
  const { runners, where } = open()
  expect(await Promise.all(runners.map((runner) => runner.invoke({})))).toEqual(["a shared", "b shared"])
  expect(where().every((file) => /\.darkroom\/bundles\/handler-\w+\.mjs$/.test(file))).toBe(true)
  expect(bundles().filter((name) => /^chunk-\w+\.mjs$/.test(name))).not.toEqual([])
  expect(errors).toEqual([])
})

it("uses what an earlier start bundled, until a source changes", async () => {
  const { open, write, builtAt } = app({ "shared.ts": SHARED, "handler.ts": handlerOf("a") })
  const earlier = open()
  await earlier.code.current()
  const [before, time] = [earlier.where()[0], builtAt()]
  const { code, where, runners } = open()
  await code.current()
  expect([where()[0], builtAt()]).toEqual([before, time])
  write("shared.ts", SHARED.replace("shared", "changed"))
  code.refresh()
  await code.current()
  runners[0].recycle()
  expect(where()[0]).not.toBe(before)
  expect(await runners[0].invoke({})).toBe("a changed")
})

it("runs sources as they are where one cannot be bundled, and goes back to bundles when it can", async () => {
  const { open, write, errors } = app({
    "shared.ts": SHARED,
    "handler.ts": handlerOf("a"),
    "broken/handler.ts": "export const handler = (",
  })
  const { code, runners, where } = open()
  expect(await runners[0].invoke({})).toBe("a shared")
  expect(where()[0]).toMatch(/\/handler\.ts$/)
  expect(String(errors[0])).toContain("broken/handler.ts:1:")
  await expect(runners[1]!.invoke({})).rejects.toThrow("Build failed with 1 error")
  write("broken/handler.ts", "export const handler = async () => 'right'")
  code.refresh()
  runners[1]!.recycle()
  expect(await runners[1]!.invoke({})).toBe("right")
  expect(where()[0]).toContain(".darkroom/bundles")
})

it("runs sources as they are where there is no bundler", async () => {
  const { open, errors } = app({ "shared.ts": SHARED, "handler.ts": handlerOf("a") }, { bundler: false })
  const { runners } = open()
  expect(await runners[0].invoke({})).toBe("a shared")
  expect(errors).toEqual([])
})

it("bundles a source whose time is still to come", async () => {
  const { open, root } = app({ "handler.ts": "export const handler = async () => 'later'" })
  const tomorrow = new Date(Date.now() + 86_400_000)
  utimesSync(join(root, "handler.ts"), tomorrow, tomorrow)
  const { runners, where } = open()
  expect(await runners[0].invoke({})).toBe("later")
  expect(where()[0]).toContain(".darkroom/bundles")
})

it("bundles for several engines of a process at once", async () => {
  const apps = ["a", "b", "c"].map((name) => app({ "handler.ts": `export const handler = async () => "${name}"` }))
  const answers = apps.map(({ open }) => open().runners[0].invoke({}))
  expect(await Promise.all(answers)).toEqual(["a", "b", "c"])
  expect(apps.flatMap(({ errors }) => errors)).toEqual([])
})

it("leaves packages with native parts where they are", async () => {
  const native = { name: "native", type: "module", main: "index.js", optionalDependencies: { "native-linux-x64": "1" } }
  const { open } = app({
    "node_modules/native/package.json": JSON.stringify(native),
    "node_modules/native/index.js": "export const where = import.meta.dirname",
    "handler.ts": 'import { where } from "native"\nexport const handler = async () => where',
  })
  expect(await open().runners[0].invoke({})).toMatch(/node_modules\/native$/)
})

it("names places in the sources where a handler throws", async () => {
  const { open, root } = app({
    "shared.ts": "export function fail(): never {\n  throw new Error('no')\n}",
    "handler.ts": 'import { fail } from "./shared.ts"\ninterface Unused {}\nexport const handler = async () => fail()',
  })
  const error = await open()
    .runners[0].invoke({})
    .catch((thrown: Error) => thrown)
  const { stack } = (error as Error).cause as { stack: string }
  expect(stack.split("\n").slice(0, 3)).toEqual([
    "Error: no",
    expect.stringContaining(`${root}/shared.ts:2:9`),
    expect.stringContaining(`${root}/handler.ts:3:`),
  ])
})
