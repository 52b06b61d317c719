import { spawn } from "node:child_process"
import { createHash } from "node:crypto"
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs"
import { tmpdir } from "node:os"
import { basename, delimiter, join, relative } from "node:path"

/** What a clone does not have, or has of its own. */
const OWN = ["node_modules", ".git", ".sst", ".darkroom", "dist"]

/** A copy of the checkout, with the installed components of SST and no dependencies yet; `remove` takes it away. */
export function copyCheckout(root: string): { root: string; remove: () => void } {
  const copy = mkdtempSync(join(tmpdir(), "darkroom-checkout-"))
  cpSync(root, copy, { recursive: true, filter: (path) => path === root || !OWN.includes(basename(path)) })
  for (const folder of [".sst", ".darkroom"]) mkdirSync(join(copy, folder))
  cpSync(join(root, ".sst/.darkroom-installed"), join(copy, ".sst/.darkroom-installed"))
  symlinkSync(join(root, ".sst/platform"), join(copy, ".sst/platform"))
  // Built from the same sources.
  const page = join(root, ".darkroom/web")
  if (existsSync(page)) cpSync(page, join(copy, ".darkroom/web"), { recursive: true })
  return { root: copy, remove: () => rmSync(copy, { recursive: true, force: true, maxRetries: 5 }) }
}

/** Runs a line of a shell in the folder, without what the test's own process was told; what it printed. Throws with that where it fails. */
export async function shell(root: string, line: string): Promise<string> {
  const child = spawn("sh", ["-c", line], { cwd: root, env: cleanEnvironment(), stdio: ["ignore", "pipe", "pipe"] })
  const output: Buffer[] = []
  child.stdout.on("data", (chunk: Buffer) => output.push(chunk))
  child.stderr.on("data", (chunk: Buffer) => output.push(chunk))
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve))
  const text = Buffer.concat(output).toString()
  if (code !== 0) throw new Error(`${line} exited with ${code}:\n${text}`)
  return text
}

/** As in a shell that nobody has started tests in; without the Node of this checkout, which npm puts first. */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(VITEST|NODE_(?!EXTRA_CA_CERTS)|TEST|PROD|DEV|MODE|npm_)/.test(name),
  )
  const path = (process.env["PATH"] ?? "").split(delimiter).filter((folder) => !folder.endsWith("node_modules/.bin"))
  return { ...Object.fromEntries(inherited), PATH: path.join(delimiter) }
}

/** The SHA-256 of every file that git would see, by its path. */
export function contentsOf(root: string): Record<string, string> {
  const hash = (path: string) => createHash("sha256").update(readFileSync(path)).digest("hex")
  return Object.fromEntries(filesIn(root).map((path) => [relative(root, path), hash(path)]))
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (OWN.includes(entry.name)) return []
    const path = join(folder, entry.name)
    return entry.isDirectory() ? filesIn(path) : [path]
  })
}
