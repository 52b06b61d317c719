import { type allEvents, jsonSchemaOf } from "@darkroom/events"
import { spawn } from "node:child_process"
import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { ToolFailed } from "./errors.ts"

/** The programs that keep a checkout whole. */
export interface Tools {
  /** Formats a file's text by the repository's settings. Throws ToolFailed. */
  format(file: string, text: string): Promise<string>
  /** Links packages of the workspace and writes the lockfile. Throws ToolFailed. */
  install(): Promise<void>
  /** The JSON Schema of the event that a file defines, as packages/events/schemas has it. Throws ToolFailed. */
  schemaOf(file: string, event: string): Promise<string>
  /** Writes what is generated from the code into the documents. Throws ToolFailed. */
  writeDocs(): Promise<void>
  /** Names of all resources in the stacks. Throws SynthFailed. */
  resourceNames(): Promise<string[]>
}

type Format = (file: string, text: string, options: object) => Promise<{ code: string; errors: { message: string }[] }>

export function toolsOf(root: string): Tools {
  return {
    format: (file, text) => formatted(root, file, text),
    install: () => run(root, process.execPath, ["scripts/install.mjs", "--update-lockfile"]),
    async schemaOf(file, event) {
      const module = (await import(pathToFileURL(join(root, file)).href)) as Record<string, (typeof allEvents)[number]>
      const definition = module[event]
      if (definition === undefined) throw new ToolFailed(file, `It does not export ${event}.`)
      return `${JSON.stringify(jsonSchemaOf(definition), null, 2)}\n`
    },
    writeDocs: () => run(root, process.execPath, ["scripts/write-docs.ts"]),
    async resourceNames() {
      const { synthesise } = await import("@darkroom/local")
      const { resources } = await synthesise({ root, stage: "local", cache: join(root, ".darkroom") })
      return resources.map(({ name }) => name)
    },
  }
}

async function formatted(root: string, file: string, text: string): Promise<string> {
  const path = createRequire(join(root, "package.json")).resolve("oxfmt")
  const { format } = (await import(pathToFileURL(path).href)) as { format: Format }
  const { ignorePatterns: _, ...settings } = readJson(join(root, ".oxfmtrc.json"))
  const { code, errors } = await format(file, text, settings)
  const [problem] = errors
  if (problem) throw new ToolFailed("oxfmt", `${file}: ${problem.message}`)
  return code
}

function readJson(file: string): Record<string, unknown> {
  return JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>
}

async function run(root: string, command: string, args: readonly string[]): Promise<void> {
  const child = spawn(command, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"] })
  const output: Buffer[] = []
  child.stdout.on("data", (chunk: Buffer) => output.push(chunk))
  child.stderr.on("data", (chunk: Buffer) => output.push(chunk))
  const code = await new Promise<number | null>((resolve, reject) => child.once("error", reject).once("close", resolve))
  if (code !== 0) throw new ToolFailed([command, ...args].join(" "), Buffer.concat(output).toString())
}
