import type { Command } from "commander"
import { findPhoto, PHOTO_REFERENCE } from "../find-photo.ts"
import { renderTrace } from "../render-trace.ts"
import { type Terminal, terminal, withStage, writeJson } from "../terminal.ts"
import { colorsFor } from "../text.ts"
import { traceOf } from "../trace.ts"

export function register(program: Command): void {
  program
    .command("trace")
    .description("show the events of a photo, each under the one that caused it")
    .argument("<id>", PHOTO_REFERENCE)
    .option("--json", "print them as JSON")
    .action((id: string, options: { json?: boolean }) => trace(id, options))
}

/** Throws UnknownPhoto. */
export async function trace(id: string, { json = false }: { json?: boolean }, io: Terminal = terminal): Promise<void> {
  const entry = await withStage(io, (stage) => findPhoto(stage, id))
  if (json) writeJson(io, traceOf(entry.timeline))
  else io.stdout.write(`${renderTrace(entry, { colors: colorsFor(io.stdout) })}\n`)
}
