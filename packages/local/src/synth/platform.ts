import { spawn } from "node:child_process"
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { PlatformInstallFailed } from "../errors.ts"
import { oneAtATime } from "./one-at-a-time.ts"

/** Installed, in the version of the sst package: nothing of it is downloaded but npm packages (no pulumi, no bun, no account). */
const environment = { SST_SKIP_DEPENDENCY_CHECK: "1", SST_NO_BUN: "1", SST_TELEMETRY_DISABLED: "1" }
const MARK = ".darkroom-installed"

/** Makes sure that SST's components are in .sst/platform. Takes about a minute the first time. Throws PlatformInstallFailed. */
export async function ensurePlatform(root: string, log: (line: string) => void = () => {}): Promise<void> {
  const version = sstVersion(root)
  const mark = join(root, ".sst", MARK)
  const isInstalled = () => existsSync(mark) && readFileSync(mark, "utf8") === version
  mkdirSync(join(root, ".sst"), { recursive: true })
  await oneAtATime(join(root, ".sst/darkroom-installing"), isInstalled, async () => {
    log(`installing SST ${version}'s components (once, about a minute)`)
    await install(root)
    writeFileSync(mark, version)
  })
}

function sstVersion(root: string): string {
  // The package exports no package.json, so it is read where the app's root has it.
  return (JSON.parse(readFileSync(join(root, "node_modules/sst/package.json"), "utf8")) as { version: string }).version
}

async function install(root: string): Promise<void> {
  const sst = join(root, "node_modules/.bin/sst")
  const child = spawn(sst, ["install", "--stage", "local"], {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  })
  const output: Buffer[] = []
  child.stdout.on("data", (chunk: Buffer) => output.push(chunk))
  child.stderr.on("data", (chunk: Buffer) => output.push(chunk))
  const code = await new Promise<number | null>((resolve, reject) => child.once("error", reject).once("close", resolve))
  if (code !== 0) throw new PlatformInstallFailed(Buffer.concat(output).toString())
}
