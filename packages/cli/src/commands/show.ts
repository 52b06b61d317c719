import type { Command } from "commander"
import { findPhoto, PHOTO_REFERENCE } from "../find-photo.ts"
import { shownPhoto } from "../photo-report.ts"
import { renderPhoto } from "../render-photo.ts"
import { type Terminal, terminal, withStage, writeJson } from "../terminal.ts"
import { colorsFor } from "../text.ts"

export function register(program: Command): void {
  program
    .command("show")
    .description("show everything that is known of a photo or video")
    .argument("<id>", PHOTO_REFERENCE)
    .option("--json", "print it as JSON")
    .action((id: string, options: { json?: boolean }) => show(id, options))
}

/** Throws UnknownPhoto. */
export async function show(id: string, { json = false }: { json?: boolean }, io: Terminal = terminal): Promise<void> {
  const photo = shownPhoto(await withStage(io, (stage) => findPhoto(stage, id)))
  if (json) writeJson(io, photo)
  else io.stdout.write(`${renderPhoto(photo, { colors: colorsFor(io.stdout) })}\n`)
}
