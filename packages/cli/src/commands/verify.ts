import type { Command } from "commander"
import { positiveNumber } from "../positive-number.ts"
import { interruption } from "../reprocess/interruption.ts"
import { progressLine } from "../reprocess/progress-line.ts"
import { type Terminal, terminal, withStage, writeJson } from "../terminal.ts"
import { colorsFor } from "../text.ts"
import { renderChecks } from "../verify/render-checks.ts"
import { verifyStage } from "../verify/verify-stage.ts"

const DEFAULT_SECONDS = 90

export interface VerifyCommandOptions {
  /** Seconds that each of the two photos may take. */
  readonly timeout: number
  readonly json?: boolean
}

export function register(program: Command): void {
  program
    .command("verify")
    .description("use the app as a person does, and check each part of it; deletes what it makes")
    .option("--timeout <seconds>", "how long each of the two photos may take", positiveNumber, DEFAULT_SECONDS)
    .option("--json", "print an array with an object a check")
    .action(async (options: VerifyCommandOptions) => {
      process.exitCode = await verify(options)
    })
}

/** The exit code: 0 where every check passed, 130 after Ctrl-C, else 1. Throws EngineNotRunning, ResourceMissing. */
export async function verify(
  { timeout, json = false }: VerifyCommandOptions,
  io: Terminal = terminal,
  { signal, release }: ReturnType<typeof interruption> = interruption(),
): Promise<number> {
  const line = progressLine(io.stderr)
  const onStart = (check: string) => line.show(check === "clean-up" ? "deletes what it has made" : `checks: ${check}`)
  const checks = await withStage(io, (stage) => verifyStage(stage, { seconds: timeout, signal, onStart })).finally(
    () => {
      line.end()
      release()
    },
  )
  if (json) writeJson(io, checks)
  else io.stdout.write(`${renderChecks(checks, colorsFor(io.stdout))}\n`)
  if (signal.aborted) return 130
  return checks.every(({ result }) => result === "passed") ? 0 : 1
}
