import { ensurePlatform } from "@darkroom/local"
import { readdirSync } from "node:fs"
import { join, relative } from "node:path"
import { pathToFileURL } from "node:url"
import { beforeAll, expect, it } from "vitest"

const root = join(import.meta.dirname, "..")
/** Every file with a handler, such as `gallery/src/settle-handler`. */
const handlers = readdirSync(import.meta.dirname, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap(({ name }) =>
    readdirSync(join(import.meta.dirname, name, "src"))
      .filter((file) => /^(.+-)?handler\.ts$/.test(file))
      .map((file) => `${name}/src/${file.replace(/\.ts$/, "")}`),
  )

interface Esbuild {
  build(options: object): Promise<{
    metafile: { outputs: Record<string, { bytes: number; inputs: Record<string, object> }> }
    warnings: object[]
  }>
}

/** What SST puts before an ES module's bundle, in our words: CommonJS packages want these. */
const banner = [
  'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
  'import { fileURLToPath as __toPath } from "node:url"; const __filename = __toPath(import.meta.url);',
  'const __dirname = __filename.slice(0, __filename.lastIndexOf("/"));',
].join("\n")

const folder = join(root, "services/video/node_modules/.bundles")

// Deployed, a function is one bundle with sharp beside it. SST's own CLI makes it; this makes the same with the same esbuild, all at once.
let built: Awaited<ReturnType<Esbuild["build"]>>
beforeAll(async () => {
  await ensurePlatform(root)
  const file = join(root, ".sst/platform/node_modules/esbuild/lib/main.js")
  const esbuild = (await import(pathToFileURL(file).href)) as Esbuild
  built = await esbuild.build({
    entryPoints: Object.fromEntries(handlers.map((path) => [path, join(root, "services", `${path}.ts`)])),
    // Under node_modules, where git does not look and sharp is found.
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    absWorkingDir: root,
    bundle: true,
    metafile: true,
    platform: "node",
    target: "esnext",
    format: "esm",
    mainFields: ["module", "main"],
    external: ["sharp"],
    banner: { js: banner },
    logLevel: "silent",
  })
})

it("has no warnings", () => {
  expect(built.warnings).toEqual([])
})

it("has FFmpeg in the functions that decode alone, whose roles have no permissions", () => {
  const withFfmpeg = handlers.filter((path) => {
    const { inputs = {} } = built.metafile.outputs[relative(root, join(folder, `${path}.mjs`))] ?? {}
    return Object.keys(inputs).some((file) => file.includes("/node-av/"))
  })
  expect(withFfmpeg.sort()).toEqual(["video/src/convert-handler", "video/src/look-handler"])
})

it.each(handlers)("services/%s, bundled as it is deployed, loads, and exports a handler", async (path) => {
  const outfile = join(folder, `${path}.mjs`)
  const { handler } = (await import(pathToFileURL(outfile).href)) as { handler: unknown }
  expect(handler).toBeTypeOf("function")
  expect(built.metafile.outputs[relative(root, outfile)]?.bytes).toBeLessThan(6_000_000)
})
