import { createHash } from "node:crypto"
import { existsSync, mkdirSync } from "node:fs"
import { join } from "node:path"
import { pathToFileURL } from "node:url"

export type Handler = (event: unknown, context: object) => unknown

type Module = Readonly<Record<string, unknown>>

export interface HandlerLocation {
  readonly file: string
  readonly exportName: string
  /** The app's folder. */
  readonly root: string
}

/**
 * Imports a handler. TypeScript that Node runs as it is runs so: it starts at once, and breakpoints are where the source has them. An
 * app may also be written for a bundler (imports without endings, enums, paths of tsconfig.json), as SST bundles it for AWS; it is
 * bundled here then. Throws what the handler's modules throw.
 */
export async function loadHandler({ file, exportName, root }: HandlerLocation): Promise<Handler> {
  const module = await importAsIs(file).catch((error: unknown) => {
    if (!wantsBundler(error)) throw error
    return importBundled(file, root, error)
  })
  const handler = module[exportName]
  if (typeof handler !== "function") throw new Error(`${file} exports no function "${exportName}"`)
  return handler as Handler
}

async function importAsIs(file: string): Promise<Module> {
  return (await import(pathToFileURL(file).href)) as Module
}

const CODES = [
  "ERR_IMPORT_ATTRIBUTE_MISSING",
  "ERR_MODULE_NOT_FOUND",
  "ERR_UNKNOWN_FILE_EXTENSION",
  "ERR_UNSUPPORTED_DIR_IMPORT",
  "ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX",
]

/** Such an error comes before any code has run. */
function wantsBundler(error: unknown): boolean {
  return error instanceof SyntaxError || CODES.includes((error as NodeJS.ErrnoException | null)?.code ?? "")
}

interface Bundler {
  build(options: object): Promise<unknown>
}

/** By the esbuild that SST's components bring along. Packages stay where they are. Throws the first error where there is none. */
async function importBundled(file: string, root: string, first: unknown): Promise<Module> {
  const entry = join(root, ".sst/platform/node_modules/esbuild/lib/main.js")
  if (!existsSync(entry)) throw first
  const esbuild = (await import(pathToFileURL(entry).href)) as Bundler
  const folder = join(root, ".darkroom/bundles")
  mkdirSync(folder, { recursive: true })
  const outfile = join(folder, `${createHash("sha256").update(file).digest("hex").slice(0, 16)}.${process.pid}.mjs`)
  await esbuild.build({
    entryPoints: [file],
    outfile,
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
    target: "esnext",
    sourcemap: "inline",
    absWorkingDir: root,
    logLevel: "silent",
    banner: { js: BANNER },
  })
  return importAsIs(outfile)
}

/** CommonJS code in a module. */
const BANNER =
  'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);'
