import { pathToFileURL } from "node:url"
import type { BundleRequest } from "./bundle-handlers.ts"

/** What is used of esbuild's result: https://esbuild.github.io/api/#metafile */
export interface Built {
  readonly outputFiles: readonly { readonly path: string; readonly contents: Uint8Array }[]
  readonly metafile: {
    /** By paths relative to the app's folder. */
    readonly inputs: Readonly<Record<string, object>>
    readonly outputs: Readonly<Record<string, { readonly entryPoint?: string }>>
  }
}

interface Resolving {
  readonly path: string
  readonly kind: string
  readonly importer: string
  readonly resolveDir: string
  readonly pluginData: unknown
}

interface PluginBuild {
  onResolve(options: object, callback: (args: Resolving) => Promise<object | undefined>): void
  resolve(path: string, options: object): Promise<{ errors: object[]; path: string }>
}

/** SST's defaults for Node: https://sst.dev/docs/component/aws/function#nodejs */
const NEVER_BUNDLED = ["sharp", "pg-native"]

/** What CommonJS code and code for AWS finds in a module. */
const BANNER = [
  'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
  'import { fileURLToPath as __toPath } from "node:url"; const __filename = __toPath(import.meta.url);',
  'const __dirname = __filename.slice(0, __filename.lastIndexOf("/"));',
].join("\n")

/** `outside` are further packages that are not bundled. */
export function buildOptions({ root, folder, files, options }: BundleRequest, outside: readonly string[]): object {
  return {
    entryPoints: files,
    outdir: folder,
    entryNames: "[name]-[hash]",
    chunkNames: "[name]-[hash]",
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true,
    write: false,
    metafile: true,
    platform: "node",
    format: "esm",
    target: "esnext",
    mainFields: options.mainFields,
    sourcemap: "linked",
    sourcesContent: false,
    banner: { js: BANNER },
    absWorkingDir: root,
    logLevel: "silent",
    plugins: [leftOut([...NEVER_BUNDLED, ...options.install, ...outside])],
  }
}

/** On AWS these packages are installed beside a bundle. Here they stay in node_modules, and the bundle imports them by their paths. */
function leftOut(packages: readonly string[]): object {
  const names = packages.map((name) => name.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"))
  const filter = new RegExp(`^(${names.join("|")})(/|$)`)
  const asked = Symbol("asked before")
  return {
    name: "left-out",
    setup(build: PluginBuild) {
      build.onResolve({ filter }, async ({ path, pluginData, ...where }) => {
        if (pluginData === asked) return undefined
        const found = await build.resolve(path, { ...where, pluginData: asked })
        if (found.errors.length > 0) return { path, external: true }
        const isRequired = where.kind.startsWith("require")
        return { path: isRequired ? found.path : pathToFileURL(found.path).href, external: true }
      })
    },
  }
}
