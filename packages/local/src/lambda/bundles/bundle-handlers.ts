import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import type { BundleOptions } from "../../graph.ts"
import { type BundleCache, bundleCache } from "./bundle-cache.ts"
import { type Built, buildOptions } from "./build-options.ts"

export interface BundleRequest {
  /** The app's folder. */
  readonly root: string
  /** Keeps bundles from one start to the next. */
  readonly folder: string
  /** Absolute paths of the files with handlers. */
  readonly files: readonly string[]
  readonly options: BundleOptions
}

/** The bundle of each file, by its path. */
export type Bundles = ReadonlyMap<string, string>

interface Esbuild {
  build(options: object): Promise<Built>
  stop(): Promise<void>
}

/**
 * Bundles handlers as SST does for AWS, with the esbuild that SST's components install. What handlers share is in files of its own. A
 * process then loads a few files instead of two thousand. Sources that have not changed are not bundled again.
 *
 * Undefined where esbuild is not installed. Throws esbuild's error.
 */
export function bundleHandlers(request: BundleRequest): Promise<Bundles | undefined> {
  const bundles = last.then(() => bundle(request))
  last = bundles.catch(() => {})
  return bundles
}

/** One build after the other: the first to end stops the process that esbuild has for all of them. */
let last: Promise<unknown> = Promise.resolve()

async function bundle(request: BundleRequest): Promise<Bundles | undefined> {
  const program = join(request.root, ".sst/platform/node_modules/esbuild/lib/main.js")
  if (!existsSync(program)) return undefined
  const cache = bundleCache(request)
  const known = cache.read()
  if (known) return known
  const esbuild = (await import(pathToFileURL(program).href)) as Esbuild
  try {
    return await buildAtRest(esbuild, request, cache)
  } finally {
    // Its process keeps some hundred megabytes for the next build.
    await esbuild.stop()
  }
}

/**
 * Builds again where a source changed meanwhile, for the cache would take the old bundle for the new source's, and without packages that
 * turn out to have native parts, which they look for beside themselves.
 */
async function buildAtRest(esbuild: Esbuild, request: BundleRequest, cache: BundleCache): Promise<Bundles> {
  let outside: readonly string[] = []
  for (;;) {
    const begun = Date.now()
    const built = await esbuild.build(buildOptions(request, outside))
    const native = nativePackages(built, request.root).filter((name) => !outside.includes(name))
    outside = [...outside, ...native]
    const bundles = native.length > 0 ? undefined : cache.write(built, begun)
    if (bundles) return bundles
  }
}

/** Packages in the bundles that npm installs by platform, or builds; by the names by which they are imported. */
function nativePackages({ metafile }: Built, root: string): string[] {
  const found = Object.keys(metafile.inputs)
    .map((path) => PACKAGE.exec(path))
    .filter((match) => match !== null)
  const folders = new Map(found.map(([folder = "", name = ""]) => [folder, name]))
  return [...folders].flatMap(([folder, name]) => (isNative(join(root, folder, "package.json")) ? [name] : []))
}

function isNative(file: string): boolean {
  const { optionalDependencies, gypfile } = JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>
  return optionalDependencies !== undefined || gypfile === true
}

/** The folder of the package that a file belongs to, and its name. */
const PACKAGE = /^.*node_modules\/((?:@[^/]+\/)?[^/]+)/
