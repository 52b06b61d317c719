import { execFile } from "node:child_process"
import { accessSync, constants } from "node:fs"
import { delimiter, join } from "node:path"
import { promisify } from "node:util"

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]

/** Arguments of apt-get. Another process may install it at the same time. */
const INSTALL = [
  ["update", "-qq"],
  ["install", "-y", "-qq", "-o", "DPkg::Lock::Timeout=300", "chromium"],
]

/**
 * A Chromium that is there, or Debian's, installed where this may. Undefined on somebody's own machine without one, with a loud line;
 * throws in CI, where a test that does not run is no test.
 */
export async function findChromium(): Promise<string | undefined> {
  try {
    await installChromium()
  } catch (cause) {
    if (process.env["CI"]) throw new Error("Chromium is not there and could not be installed", { cause })
  }
  const found = find()
  if (found === undefined)
    console.error("\n*** NO BROWSER: the tests of the gallery's page are SKIPPED. Install Chromium to run them. ***\n")
  return found
}

/** Installs Debian's where there is none. Throws what apt-get says. */
export async function installChromium(): Promise<void> {
  if (find() !== undefined) return
  for (const command of INSTALL) await promisify(execFile)("apt-get", command)
}

function find(): string | undefined {
  const folders = (process.env["PATH"] ?? "").split(delimiter)
  const paths = [process.env["CHROMIUM"] ?? "", ...folders.flatMap((folder) => NAMES.map((name) => join(folder, name)))]
  return paths.find((path) => path !== "" && isProgram(path))
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
