import { createHash } from "node:crypto"
import { readdir, readFile } from "node:fs/promises"
import { join, relative } from "node:path"
import { fileURLToPath } from "node:url"

export interface BuildOptions {
  /** A folder of the build's own: what is in it goes. */
  readonly outDir: string
  /** Path at which the page is served, with a slash at both ends. Default "/gallery/". */
  readonly base?: string
  /** Takes warnings and errors, a line at a time. Default: nobody does. */
  readonly log?: (line: string) => void
}

/** Builds the page: index.html, and beside it everything that it loads. `config.json` is the server's to add. */
export async function buildWeb({ outDir, base = "/gallery/", log = () => undefined }: BuildOptions): Promise<void> {
  // The hash needs no bundler.
  const [{ build, createLogger }, { webConfig }] = await Promise.all([import("vite"), import("./vite.config.ts")])
  const { build: options, ...config } = webConfig({ base })
  const customLogger = { ...createLogger("silent"), warn: log, warnOnce: log, error: log }
  await build({ ...config, configFile: false, customLogger, build: { ...options, outDir, emptyOutDir: true } })
}

const HERE = fileURLToPath(new URL(".", import.meta.url))
const SOURCES = ["src", "public", "index.html", "package.json", "vite.config.ts", "build.ts", "../gallery-api/src"]

/** Changes whenever the build would: a hash of all that it reads, without its tests. */
export async function webSourcesHash(): Promise<string> {
  const files = (await Promise.all(SOURCES.map((source) => filesOf(join(HERE, source))))).flat()
  const hash = createHash("sha256")
  for (const file of files.filter((file) => !file.includes(".test.")).sort())
    hash
      .update(`${relative(HERE, file)}\0`)
      .update(await readFile(file))
      .update("\0")
  return hash.digest("hex").slice(0, 32)
}

async function filesOf(path: string): Promise<string[]> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code !== "ENOTDIR") throw error
      return null
    },
  )
  if (entries === null) return [path]
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}
