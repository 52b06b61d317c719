import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { gzipSync } from "node:zlib"
import { afterAll, beforeAll, expect, it, vi } from "vitest"
import { buildWeb } from "./build.ts"

const folder = mkdtempSync(join(tmpdir(), "darkroom-first-load-"))
const assets = join(folder, "assets")

beforeAll(async () => {
  // Else React's development build is taken.
  vi.stubEnv("NODE_ENV", "production")
  await buildWeb({ outDir: folder })
})
afterAll(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true })
})

const read = (name: string) => readFileSync(join(assets, name), "utf8")
const sizeOf = (names: readonly string[]) => names.reduce((sum, name) => sum + gzipSync(read(name)).length, 0)
const chunk = (name: string) => readdirSync(assets).find((file) => file.startsWith(`${name}-`) && file.endsWith(".js"))!

/** These chunks, all that they import at once, and the styles that are named like them. */
function loadedWith(...names: readonly string[]): readonly string[] {
  const scripts = new Set<string>()
  const follow = (file: string) => {
    if (scripts.has(file)) return
    scripts.add(file)
    for (const [, other] of read(file).matchAll(/(?:from|import)\s*["`']\.\/([^"`']+\.js)["`']/g)) follow(other!)
  }
  for (const name of names) follow(chunk(name))
  const stems = new Set([...scripts].map((file) => file.replace(/-[^-]{8}\.js$/, "")))
  const styles = readdirSync(assets).filter(
    (file) => file.endsWith(".css") && stems.has(file.replace(/-[^-]{8}\.css$/, "")),
  )
  return [...scripts, ...styles]
}

it("greets with less than 80 kB", () => {
  const files = loadedWith("index")
  expect(files.join(" ")).not.toMatch(/tanstack|oidc/)
  expect(sizeOf(files)).toBeLessThan(80_000)
})

it("draws the first photos with less than 145 kB, without live updates, login and uploads", () => {
  const files = loadedWith("index", "app")
  expect(files.join(" ")).toMatch(/react.*tanstack|tanstack.*react/)
  expect(files.join(" ")).not.toMatch(/mqtt|oidc|open-queue|upload-panel|open-photo/)
  expect(sizeOf(files)).toBeLessThan(145_000)
})
