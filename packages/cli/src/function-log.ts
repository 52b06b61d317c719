import { appendFileSync, mkdirSync } from "node:fs"
import { join } from "node:path"

/** Writes what functions print to a file each; warnings and errors also to the terminal, in one line. Metrics (EMF) stay out. */
export function functionLog(folder: string, stderr: Pick<NodeJS.WriteStream, "write"> = process.stderr) {
  mkdirSync(folder, { recursive: true })
  return (functionId: string, line: string, stream: "stdout" | "stderr"): void => {
    const entry = parse(line)
    if (entry !== undefined && "_aws" in entry) return
    appendFileSync(join(folder, `${functionId}.log`), `${line}\n`)
    const loud = entry === undefined ? stream === "stderr" : entry["level"] === "WARN" || entry["level"] === "ERROR"
    if (loud) stderr.write(`${functionId}: ${entry === undefined ? line : summary(entry)}\n`)
  }
}

function parse(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}

function summary({ level, message, groupKey, error }: Record<string, unknown>): string {
  const about = typeof groupKey === "string" ? ` (${groupKey})` : ""
  const cause = (error as { message?: unknown } | undefined)?.message
  return `${String(level)} ${String(message)}${about}${typeof cause === "string" ? `: ${cause}` : ""}`
}
