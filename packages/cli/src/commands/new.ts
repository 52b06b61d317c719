import type { Command } from "commander"
import type { AddedService, NewServiceOptions } from "../services/new-service.ts"
import { checkoutRoot } from "../stage.ts"
import { type Terminal, terminal, writeJson } from "../terminal.ts"

export interface NewCommandOptions extends NewServiceOptions {
  readonly json?: boolean
}

export function register(program: Command): void {
  program
    .command("new")
    .description("add a service that subscribes to events")
    .argument("<service>", "its name in kebab-case, such as face-blur")
    .requiredOption("--on <events...>", "names of the events that it consumes")
    .option("--emits <event>", "name of the event that it emits; it is defined where it is new")
    .option("--json", "print what was created and changed as JSON")
    .action((service: string, options: NewCommandOptions) => addService(service, options))
}

/** Throws ServiceRefused, ToolFailed, SynthFailed; then the checkout is as it was. */
export async function addService(
  service: string,
  { json = false, ...options }: NewCommandOptions,
  io: Pick<Terminal, "stdout"> = terminal,
): Promise<void> {
  // The synth comes with the engine, and the events with zod; help and the other commands need not wait for them.
  const { newService } = await import("../services/new-service.ts")
  const { toolsOf } = await import("../services/tools.ts")
  const added = await newService(checkoutRoot, service, options, toolsOf(checkoutRoot))
  if (json) writeJson(io, added)
  else io.stdout.write(`${summary(added)}\n`)
}

function summary({ service, created, changed }: AddedService): string {
  return [
    ...created.map((file) => `created  ${file}`),
    ...changed.map((file) => `changed  ${file}`),
    "changed  the documents that npm run docs writes",
    "",
    `What it does is in services/${service}/src/${service}.ts. An app that runs takes it in by itself.`,
    `check it   npx vitest run --project unit services/${service} services/graph.test.ts packages/events packages/contract scripts`,
    `           npm run types && npm run lint && npx darkroom lint`,
    `undo it    npx darkroom remove ${service}`,
  ].join("\n")
}
