import { execFile } from "node:child_process"
import { accessSync, closeSync, constants, openSync, readSync } from "node:fs"
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

interface Found {
  readonly command: Command
  readonly version: string
}

/**
 * The command of the name in the PATH that says it is ImageMagick, as others bear those names too. A program rather than a
 * script that passes its calls on, whose own start would count as ImageMagick's.
 */
async function find(name: string): Promise<Found | undefined> {
  const found: Found[] = []
  for (const folder of (process.env["PATH"] ?? "").split(delimiter)) {
    const path = join(folder, name)
    const version = await versionOf(path)
    if (version !== undefined) found.push({ command: [path], version })
  }
  return found.find(({ command: [path = ""] }) => !isScript(path)) ?? found[0]
}

function isScript(path: string): boolean {
  const file = openSync(path, "r")
  try {
    const start = Buffer.alloc(2)
    readSync(file, start)
    return start.toString("latin1") === "#!"
  } finally {
    closeSync(file)
  }
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
