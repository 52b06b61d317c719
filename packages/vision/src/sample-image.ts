import { createRequire } from "node:module"
import { dirname, join } from "node:path"

const require = createRequire(import.meta.url)

/** The folder of the installed @vladmandic/human; its exports hide package.json, so we start from its entry point. */
export function humanFolder(): string {
  return join(dirname(require.resolve("@vladmandic/human")), "..")
}

/** The path of a JPEG with people in it that is installed anyway: no fixture to keep, no download. */
export function sampleImagePath(): string {
  return join(humanFolder(), "assets", "samples.jpg")
}
