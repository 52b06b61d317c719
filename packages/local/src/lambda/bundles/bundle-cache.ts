import { createHash } from "node:crypto"
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync } from "node:fs"
import { basename, join } from "node:path"
import { replaceFile } from "../../replace-file.ts"
import type { Built } from "./build-options.ts"
import type { BundleRequest, Bundles } from "./bundle-handlers.ts"

export interface BundleCache {
  /** Undefined where a source has changed since, or nothing was built. */
  read(): Bundles | undefined
  /** Keeps what was built. Undefined where a source has changed since `begun`, in milliseconds since the epoch. */
  write(built: Built, begun: number): Bundles | undefined
}

interface Manifest {
  /** Time of modification and size by path; null where there is no file. */
  readonly inputs: Readonly<Record<string, string | null>>
  /** Names of bundles by the paths of their sources. */
  readonly outputs: Readonly<Record<string, string>>
}

/** A process that runs may load a file of an earlier build for the first time. */
const KEPT_MILLISECONDS = 24 * 3_600_000

/** Bundles in a folder, named by their content, and what each build was made of. */
export function bundleCache({ root, folder, files, options }: BundleRequest): BundleCache {
  const key = createHash("sha256")
    .update(JSON.stringify([root, files, options]))
    .digest("hex")
    .slice(0, 16)
  const file = join(folder, `${key}.json`)

  function bundlesOf({ outputs }: Manifest): Bundles {
    return new Map(Object.entries(outputs).map(([source, name]) => [source, join(folder, name)]))
  }

  return {
    read() {
      const manifest = readManifest(file)
      if (manifest === undefined) return undefined
      const bundles = bundlesOf(manifest)
      const isCurrent = Object.entries(manifest.inputs).every(([path, stamp]) => stampOf(path) === stamp)
      return isCurrent && [...bundles.values()].every((bundle) => existsSync(bundle)) ? bundles : undefined
    },
    write({ outputFiles, metafile }, begun) {
      const sources = Object.keys(metafile.inputs).map((path) => join(root, path))
      // Of packages, the lockfile says whether they have changed.
      const own = sources.filter((path) => !path.includes("node_modules"))
      if (own.some((path) => hasChanged(path, begun))) return undefined
      mkdirSync(folder, { recursive: true })
      for (const { path, contents } of outputFiles) keepFile(path, contents)
      const inputs = [...own, join(root, "node_modules/.pnpm/lock.yaml")].map((path) => [path, stampOf(path)])
      const outputs = Object.entries(metafile.outputs).flatMap(([path, { entryPoint }]) =>
        // What code imports when it needs it is an entry point too.
        files.includes(join(root, entryPoint ?? "")) ? [[join(root, entryPoint ?? ""), basename(path)]] : [],
      )
      const manifest = { inputs: Object.fromEntries(inputs), outputs: Object.fromEntries(outputs) } as Manifest
      replaceFile(file, JSON.stringify(manifest))
      forgetOld(folder, new Set(outputFiles.map(({ path }) => basename(path))))
      return bundlesOf(manifest)
    },
  }
}

function readManifest(file: string): Manifest | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Manifest
  } catch {
    return undefined // none yet, or one cut off halfway: made again
  }
}

function stampOf(path: string): string | null {
  const found = statSync(path, { throwIfNoEntry: false })
  return found ? `${found.mtimeMs} ${found.size}` : null
}

/** A time that is still to come is not that of a change. */
function hasChanged(path: string, since: number): boolean {
  const time = statSync(path, { throwIfNoEntry: false })?.mtimeMs
  return time === undefined || (time >= since && time <= Date.now())
}

/** A file that is there has the same content. It counts as new again, so that no bundle outlives what it imports. */
function keepFile(path: string, contents: Uint8Array): void {
  const now = new Date()
  if (existsSync(path)) utimesSync(path, now, now)
  else replaceFile(path, contents)
}

function forgetOld(folder: string, current: ReadonlySet<string>): void {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name)
    const age = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Infinity)
    if (!current.has(name) && !name.endsWith(".json") && age > KEPT_MILLISECONDS) rmSync(path, { force: true })
  }
}
