import { execFileSync } from "node:child_process"
import { accessSync, constants } from "node:fs"
import { delimiter, join } from "node:path"

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]

/**
 * A Chromium that is there, or Debian's, installed where this may. Undefined on somebody's own machine without one, with a loud line;
 * throws in CI, where a test that does not run is no test.
 */
export function findChromium(): string | undefined {
  const found = find()
  if (found !== undefined) return found
  try {
    execFileSync("apt-get", ["update", "-qq"], { stdio: "ignore" })
    execFileSync("apt-get", ["install", "-y", "-qq", "chromium"], { stdio: "ignore" })
  } catch (cause) {
    if (process.env["CI"]) throw new Error("Chromium is not there and could not be installed", { cause })
  }
  const installed = find()
  if (installed === undefined)
    console.error("\n*** NO BROWSER: the tests of the gallery's page are SKIPPED. Install Chromium to run them. ***\n")
  return installed
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
