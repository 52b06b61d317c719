import { counted } from "../format.ts"
import { renderColumns } from "../render-columns.ts"
import { type Colors, printable } from "../text.ts"
import type { Check } from "./checklist.ts"

/** The table of checks, what each miss expected and found, and a last line that sums up. */
export function renderChecks(checks: readonly Check[], colors: Colors): string {
  const rows = checks.map(({ check, result, detail, milliseconds }) => [
    check,
    result,
    milliseconds === null ? "" : `${(milliseconds / 1_000).toFixed(1)} s`,
    result === "missed" ? "see below" : printable(detail),
  ])
  const paint = (line: string, row: number) => {
    const result = checks[row]?.result
    return result === "missed" ? colors.red(line) : result === "skipped" ? colors.dim(line) : line
  }
  const table = renderColumns(["check", "result", "time", ""], rows, colors, paint)
  return [table, ...checks.flatMap((check) => missText(check, colors)), summary(checks, colors)].join("\n\n")
}

function missText({ check, miss }: Check, colors: Colors): string[] {
  if (miss === null) return []
  const lines = [`  expected  ${miss.expected}`, `  found     ${miss.found}`, `  next      ${miss.next}`]
  return [[colors.red(check), ...lines.map(printable)].join("\n")]
}

function summary(checks: readonly Check[], colors: Colors): string {
  const count = (result: Check["result"]) => checks.filter((check) => check.result === result).length
  const [missed, skipped] = [count("missed"), count("skipped")]
  if (missed + skipped === 0) return colors.green(`${counted(checks.length, "check")} passed.`)
  return colors.red(`${count("passed")} passed, ${missed} missed, ${skipped} skipped.`)
}
