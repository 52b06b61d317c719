import type { Command } from "commander"
import { counted } from "../format.ts"
import { RemovalNotConfirmed } from "../services/errors.ts"
import type { Removal } from "../services/remove-service.ts"
import { checkoutRoot } from "../stage.ts"
import { type Terminal, terminal, writeJson } from "../terminal.ts"

export interface RemoveOptions {
  readonly yes?: boolean
  readonly json?: boolean
}

export function register(program: Command): void {
  program
    .command("remove")
    .description("remove a service, its subscription and the events that nobody else uses")
    .argument("<service>", "the name of its folder under services/")
    .option("--yes", "do not ask; without a terminal it is needed")
    .option("--json", "print what was removed and changed as JSON")
    .action(async (service: string, options: RemoveOptions) => {
      process.exitCode = await remove(service, options)
    })
}

/** The exit code: 1 where the person at the terminal says no. Throws ServiceRefused, StillInUse, ToolFailed; then the checkout is as it was. */
export async function remove(
  service: string,
  { yes = false, json = false }: RemoveOptions,
  io: Pick<Terminal, "stdout" | "stderr" | "confirm"> = terminal,
): Promise<number> {
  const { planRemoval, removeService } = await import("../services/remove-service.ts")
  const { toolsOf } = await import("../services/tools.ts")
  const removal = planRemoval(checkoutRoot, service)
  if (!yes && !(await agreed(removal, io))) return 1
  await removeService(checkoutRoot, removal, toolsOf(checkoutRoot))
  if (json) writeJson(io, removal)
  else io.stdout.write(`${summary(removal)}\n`)
  return 0
}

async function agreed(removal: Removal, { confirm }: Pick<Terminal, "confirm">): Promise<boolean> {
  const answer = await confirm(question(removal))
  if (answer === undefined) throw new RemovalNotConfirmed(removal.service)
  return answer
}

function question({ removed, uncommitted }: Removal): string {
  const lost =
    uncommitted.length > 0 ? `, ${counted(uncommitted.length, "file")} of which git does not have as they are` : ""
  return `Remove ${removed.join(", ")}${lost}?`
}

function summary({ removed, changed }: Removal): string {
  return [
    ...removed.map((path) => `removed  ${path}`),
    ...changed.map((file) => `changed  ${file}`),
    "changed  the documents that npm run docs writes",
  ].join("\n")
}
