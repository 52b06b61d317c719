import { appendFileSync, mkdirSync } from "node:fs"
import { join } from "node:path"
import { printable } from "./text.ts"

/** Levels that a person should see at once; the last two are the logger's and Lambda's for the worst. */
const LOUD = ["WARN", "ERROR", "CRITICAL", "FATAL"]

/** Writes what functions print to a file each; warnings and errors also to the terminal, in one line. Metrics (EMF) stay out. */
export function functionLog(folder: string, stderr: Pick<NodeJS.WriteStream, "write"> = process.stderr) {
  mkdirSync(folder, { recursive: true })
  return (functionId: string, line: string, stream: "stdout" | "stderr"): void => {
    const entry = parse(line)
    if (entry !== undefined && "_aws" in entry) return
    appendFileSync(join(folder, `${functionId}.log`), `${line}\n`)
    const loud = entry === undefined ? stream === "stderr" : LOUD.includes(String(entry["level"]))
    if (loud) stderr.write(`${functionId}: ${terminalText(entry === undefined ? line : summary(entry))}\n`)
  }
}

function parse(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line)
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value)
    return isObject ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}

/** In one line; what is logged of a file may be called anything. */
function terminalText(text: string): string {
  return printable(text.replace(/[\n\t]/g, " "))
}

function summary({ level, message, groupKey, error }: Record<string, unknown>): string {
  const about = typeof groupKey === "string" ? ` (${groupKey})` : ""
  const cause = (error as { message?: unknown } | null | undefined)?.message
  return `${String(level)} ${String(message)}${about}${typeof cause === "string" ? `: ${cause}` : ""}`
}
