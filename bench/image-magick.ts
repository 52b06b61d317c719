import { execFile } from "node:child_process"
import { accessSync, constants } from "node:fs"
import { delimiter, join } from "node:path"
import { promisify } from "node:util"

export interface ImageMagick {
  readonly version: string
  identify(...options: readonly string[]): Promise<void>
  convert(...options: readonly string[]): Promise<void>
}

type Command = readonly string[]

const run = promisify(execFile)
/** One image's; what takes longer is not worth waiting for. */
const TIMEOUT_MILLISECONDS = 60_000
const MAX_OUTPUT = 64 * 1024 * 1024

/** The ImageMagick of this machine: version 7's `magick`, or version 6's commands. Undefined where there is none. */
export async function findImageMagick(): Promise<ImageMagick | undefined> {
  const magick = await find("magick")
  const convert = magick ?? (await find("convert"))
  const identify = magick ? { ...magick, command: [...magick.command, "identify"] } : await find("identify")
  if (!convert || !identify) return undefined
  return {
    version: convert.version,
    identify: (...options) => execute(identify.command, options),
    convert: (...options) => execute(convert.command, options),
  }
}

/** The first command of the name in the PATH that says it is ImageMagick: others bear those names too. */
async function find(name: string): Promise<{ command: Command; version: string } | undefined> {
  for (const folder of (process.env["PATH"] ?? "").split(delimiter)) {
    const version = await versionOf(join(folder, name))
    if (version !== undefined) return { command: [join(folder, name)], version }
  }
  return undefined
}

async function versionOf(path: string): Promise<string | undefined> {
  try {
    accessSync(path, constants.X_OK)
    const { stdout } = await run(path, ["-version"], { timeout: TIMEOUT_MILLISECONDS })
    return /^Version: (ImageMagick \S+)/m.exec(stdout)?.[1]
  } catch {
    return undefined
  }
}

async function execute([program = "", ...first]: Command, options: readonly string[]): Promise<void> {
  await run(program, [...first, ...options], {
    timeout: TIMEOUT_MILLISECONDS,
    maxBuffer: MAX_OUTPUT,
    encoding: "buffer",
  })
}
