import type { Finding } from "@darkroom/contract"
import type { Command } from "commander"
import { checkoutRoot } from "../stage.ts"
import { type Terminal, terminal, writeJson } from "../terminal.ts"
import { colorsFor } from "../text.ts"

const FOUND = 1

export function register(program: Command): void {
  program
    .command("lint")
    .description(
      "check who emits and consumes what: no circle, nobody's event, two owners; and the contract against its last release",
    )
    .option("--json", "print what is wrong as an array")
    .action((options: { json?: boolean }) => lint(options))
}

/** One thing that is wrong; `contract` for what breaks a released schema. */
export interface LintFinding {
  readonly rule: Finding["rule"] | "contract"
  readonly message: string
}

/** Throws SynthFailed, PlatformInstallFailed. */
export async function lint(
  { json = false }: { json?: boolean },
  io: Pick<Terminal, "stdout" | "stderr"> = terminal,
  check: () => Promise<readonly LintFinding[]> = () => checkCheckout(io),
): Promise<void> {
  const findings = await check()
  if (findings.length > 0) process.exitCode = FOUND
  if (json) return writeJson(io, findings)
  if (findings.length === 0) io.stderr.write("Nothing is wrong with who emits and consumes what.\n")
  for (const { rule, message } of findings) io.stdout.write(`${colorsFor(io.stdout).red(rule)}  ${message}\n`)
}

async function checkCheckout({ stderr }: Pick<Terminal, "stderr">): Promise<LintFinding[]> {
  const contract = await import("@darkroom/contract")
  const choreography = await contract.choreographyIn(checkoutRoot, (line) => void stderr.write(`${line}\n`))
  const released = contract.readReleased(contract.releasedIn(checkoutRoot))
  const breaches = contract.contractBreaches(released, choreography)
  return [...contract.lint(choreography), ...breaches.map((message) => ({ rule: "contract" as const, message }))]
}
