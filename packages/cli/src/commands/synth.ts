import type { Graph } from "@darkroom/local"
import type { Command } from "commander"
import { join } from "node:path"
import { checkoutRoot } from "../stage.ts"

const CACHE = ".darkroom"

export function register(program: Command): void {
  program
    .command("synth")
    .description("evaluate sst.config.ts without AWS and say what is in the app")
    .option("--stage <stage>", "the stage to evaluate it for", "local")
    .option("--json", "print the graph of resources")
    // The program has an option of that name too, which takes it.
    .action((_, command: Command) => synth(command.optsWithGlobals()))
}

/** Throws SynthFailed, PlatformInstallFailed. */
export async function synth({ stage, json = false }: { stage: string; json?: boolean }): Promise<void> {
  const { synth: synthesise } = await import("@darkroom/local")
  const log = (line: string) => void process.stderr.write(`${line}\n`)
  const graph = await synthesise({ root: checkoutRoot, stage, cache: join(checkoutRoot, CACHE), log })
  process.stdout.write(`${json ? JSON.stringify(graph, null, 2) : summary(graph)}\n`)
}

function summary({ app, links: _, ...families }: Graph): string {
  const counts = Object.entries(families).map(([family, resources]) => `${resources.length} ${family}`)
  return `${app.name}, stage ${app.stage}: ${counts.join(", ")}`
}
