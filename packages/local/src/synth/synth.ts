import { spawn } from "node:child_process"
import { createHash } from "node:crypto"
import { existsSync, mkdirSync, readFileSync, rmSync, statSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { SynthFailed } from "../errors.ts"
import type { Graph } from "../graph.ts"
import { replaceFile } from "../replace-file.ts"
import { oneAtATime } from "./one-at-a-time.ts"
import { ensurePlatform } from "./platform.ts"
import { type Synthesised, toGraph } from "./to-graph.ts"

export interface SynthOptions {
  /** Folder of sst.config.ts. */
  readonly root: string
  readonly stage: string
  /** As `sst dev` evaluates it, for its functions that run live and its panes. Default: as `sst deploy` does. */
  readonly dev?: boolean
  /** Folder for the cached result. */
  readonly cache: string
  readonly log?: (line: string) => void
}

interface Cached extends Synthesised {
  readonly inputs: readonly string[]
  readonly hash: string
}

const here = fileURLToPath(new URL(".", import.meta.url))
const ownSources = ["program.ts", "component-outputs.ts", "mocks.ts", "run-command.ts"].map((file) => join(here, file))

/** The graph of the app at `root`; from the cache where nothing that it was made of has changed. Throws SynthFailed. */
export async function synth(options: SynthOptions): Promise<Graph> {
  return toGraph(await synthesise(options))
}

/** The same with every resource as Pulumi would get it, those included that the engine does not run. Throws SynthFailed. */
export async function synthesise(options: SynthOptions): Promise<Synthesised> {
  const file = join(options.cache, `synth.${options.stage}${options.dev ? ".dev" : ""}.json`)
  const known = { result: readCache(file, options.root) }
  if (known.result) return known.result
  await ensurePlatform(options.root, options.log)
  mkdirSync(options.cache, { recursive: true })
  const isKnown = () => (known.result = readCache(file, options.root)) !== undefined
  await oneAtATime(`${file}.evaluating`, isKnown, async () => {
    options.log?.("evaluating sst.config.ts")
    const fresh = await evaluateAtRest(options, `${file}.${process.pid}`)
    replaceFile(file, JSON.stringify({ ...fresh, hash: hashOf(fresh.inputs, options.root) }))
    known.result = fresh
  })
  return known.result ?? (await synthesise(options))
}

function readCache(file: string, root: string): Cached | undefined {
  if (!existsSync(file)) return undefined
  try {
    const cached = JSON.parse(readFileSync(file, "utf8")) as Cached
    return cached.hash === hashOf(cached.inputs, root) ? cached : undefined
  } catch {
    return undefined // a cache cut off halfway is made again
  }
}

function hashOf(inputs: readonly string[], root: string): string {
  const hash = createHash("sha256")
  for (const file of hashed(inputs, root)) {
    hash.update(file).update(existsSync(file) ? readFileSync(file) : "")
  }
  for (const name of Object.keys(process.env).filter(isRead).sort()) hash.update(`${name}=${process.env[name]}\n`)
  return hash.digest("hex")
}

function hashed(inputs: readonly string[], root: string): string[] {
  return [...inputs, ...ownSources, join(root, "pnpm-lock.yaml")]
}

/** What the app may read of the environment: the values of secrets, as SST hands them over, and what begins with DARKROOM_. */
function isRead(name: string): boolean {
  return name.startsWith("SST_SECRET_") || name.startsWith("DARKROOM_")
}

/** Once more where a file changed meanwhile: what came of it would be taken for what comes of the file as it is now. */
async function evaluateAtRest(options: SynthOptions, file: string): Promise<Cached> {
  for (;;) {
    const begun = Date.now()
    const fresh = await evaluate(options, file)
    const changed = (input: string) => {
      const time = statSync(input, { throwIfNoEntry: false })?.mtimeMs
      return time === undefined ? fresh.inputs.includes(input) : time >= begun && time <= Date.now()
    }
    if (!hashed(fresh.inputs, options.root).some(changed)) return fresh
  }
}

/**
 * In a process of its own, which writes to `file`: SST's components keep global state, and Pulumi its timers. Pulumi takes a stack trace for
 * each promise, a quarter of the time: traces are short, and whole in a second run where the first one fails.
 */
async function evaluate(options: SynthOptions, file: string): Promise<Cached> {
  rmSync(file, { force: true })
  try {
    const quick = await run(options, file, ["--stack-trace-limit=2"])
    const { code, output } = quick.code === 0 ? quick : await run(options, file, [])
    if (code !== 0 || !existsSync(file)) throw new SynthFailed(options.root, output)
    return JSON.parse(readFileSync(file, "utf8")) as Cached
  } finally {
    rmSync(file, { force: true })
  }
}

async function run(
  { root, stage, dev = false, cache }: SynthOptions,
  file: string,
  nodeArguments: readonly string[],
): Promise<{ code: number | null; output: string }> {
  const program = [join(here, "program.ts"), root, stage, file, ...(dev ? ["dev"] : [])]
  const child = spawn(process.execPath, [...nodeArguments, ...program], {
    cwd: root,
    env: { NODE_COMPILE_CACHE: join(cache, "compile-cache"), ...process.env },
    stdio: ["ignore", "pipe", "pipe"],
  })
  const output: Buffer[] = []
  child.stdout.on("data", (chunk: Buffer) => output.push(chunk))
  child.stderr.on("data", (chunk: Buffer) => output.push(chunk))
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve))
  return { code, output: Buffer.concat(output).toString() }
}
