import { ensurePlatform } from "@darkroom/local"
import { mkdirSync, readdirSync } from "node:fs"
import { basename, join } from "node:path"
import { pathToFileURL } from "node:url"
import { beforeAll, describe, expect, it } from "vitest"

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
  build(options: object): Promise<{ metafile: { outputs: Record<string, { bytes: number }> }; warnings: object[] }>
}

/** What SST puts before an ES module's bundle, in our words: CommonJS packages want these. */
const banner = [
  'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
  'import { fileURLToPath as __toPath } from "node:url"; const __filename = __toPath(import.meta.url);',
  'const __dirname = __filename.slice(0, __filename.lastIndexOf("/"));',
].join("\n")

// Deployed, a function is one bundle with sharp beside it. SST's own CLI makes it; this makes the same with the same esbuild.
describe.each(handlers)("services/%s, bundled as it is deployed", (path) => {
  let esbuild: Esbuild
  beforeAll(async () => {
    await ensurePlatform(root)
    const file = join(root, ".sst/platform/node_modules/esbuild/lib/main.js")
    esbuild = (await import(pathToFileURL(file).href)) as Esbuild
  })

  it("loads, and exports a handler", async () => {
    // Under node_modules, where git does not look and sharp is found.
    const folder = join(root, "services", path.split("/")[0] ?? "", "node_modules/.bundle")
    mkdirSync(folder, { recursive: true })
    const outfile = join(folder, `${basename(path)}.mjs`)
    const { metafile, warnings } = await esbuild.build({
      entryPoints: [join(root, "services", `${path}.ts`)],
      outfile,
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
    expect(warnings).toEqual([])
    const { handler } = (await import(pathToFileURL(outfile).href)) as { handler: unknown }
    expect(handler).toBeTypeOf("function")
    const [{ bytes } = { bytes: 0 }] = Object.values(metafile.outputs)
    expect(bytes).toBeLessThan(6_000_000)
  })
})
