import type { Command } from "commander"
import { counted } from "../format.ts"
import { renderBars } from "../progress.ts"
import { photosToRebuild, rebuildPhotos, type Rebuilt } from "../rebuild/rebuild-catalog.ts"
import { renderRebuild, statesOf } from "../rebuild/render-rebuild.ts"
import { readArchive, type Window } from "../replay/read-archive.ts"
import { isAgreed } from "../replay/run.ts"
import { interruption } from "../reprocess/interruption.ts"
import { progressLine } from "../reprocess/progress-line.ts"
import type { Stage } from "../stage.ts"
import { type Terminal, terminal, withStage, writeJson } from "../terminal.ts"
import { colorsFor } from "../text.ts"
import { timeOf } from "../time-of.ts"

const DAY = 86_400_000
const INTERRUPTED = 130

export interface RebuildOptions {
  /** Milliseconds since the epoch; all that the archive has where it is not given. */
  readonly from?: number
  readonly apply?: boolean
  readonly yes?: boolean
  readonly json?: boolean
}

export function register(program: Command): void {
  program
    .command("rebuild")
    .description("make a projection anew from the archive, and compare it with what is there")
    .command("catalog")
    .description("of photos and videos: their records, labels, findings and timelines")
    .option("--from <date>", "only photos whose first event was on this day or later (UTC)", (text) => timeOf(text, 0))
    .option("--apply", "write what was rebuilt, where it differs")
    .option("--yes", "do not ask before that")
    .option("--json", "print an object")
    .action(async (options: RebuildOptions) => {
      process.exitCode = await rebuildCatalog(options)
    })
}

/** The exit code: 0 where nothing differs or all was mended, 1 where something does, 130 where it was interrupted. Throws RebuildFailed, YesNeeded. */
export async function rebuildCatalog(options: RebuildOptions, io: Terminal = terminal): Promise<number> {
  const { signal, release } = interruption()
  try {
    return await withStage(io, (stage) => run(stage, options, io, signal))
  } finally {
    release()
  }
}

async function run(stage: Stage, options: RebuildOptions, io: Terminal, signal: AbortSignal): Promise<number> {
  const line = progressLine(io.stderr)
  const window = windowOf(stage, options)
  const onEvents = (events: number) => line.show(`${counted(events, "event")} read from the archive`)
  const reading = { signal, onProgress: onEvents }
  const archive = await readArchive(stage.replays, stage.operations, [window], reading).finally(() => line.end())
  if (archive === undefined) return INTERRUPTED
  const photos = await photosToRebuild(archive, stage)
  const onProgress = (done: number, total: number) =>
    line.show(renderBars([{ name: "rebuilt", done, failed: 0, total }], colorsFor(io.stderr)).join(""))
  const rebuilding = { window, signal, onProgress }
  const compared = await rebuildPhotos(stage, photos, { ...rebuilding, apply: false }).finally(() => line.end())
  const different = new Set(compared.photos.filter(({ state }) => state === "different").map(({ imageId }) => imageId))
  if (signal.aborted) return INTERRUPTED
  if (!options.apply || different.size === 0) return tell(compared, options, io)
  if (!options.json) io.stderr.write(`${renderRebuild(compared, colorsFor(io.stderr))}\n`)
  if (!(await isAgreed(`Mend ${counted(different.size, "photo")}`, options, io))) return 1
  const wrong = photos.filter(({ imageId }) => different.has(imageId))
  const mended = await rebuildPhotos(stage, wrong, { ...rebuilding, apply: true }).finally(() => line.end())
  const others = compared.photos.filter(({ imageId }) => !different.has(imageId))
  const code = tell({ photos: [...others, ...mended.photos], malformed: compared.malformed }, options, io)
  return signal.aborted ? INTERRUPTED : code
}

function windowOf({ operations, replays }: Pick<Stage, "operations" | "replays">, { from }: RebuildOptions): Window {
  const now = Date.now()
  return { from: from ?? now - operations.archiveDays * DAY, to: now - replays.lag }
}

function tell(rebuilt: Rebuilt, { json, apply = false }: RebuildOptions, io: Terminal): number {
  if (json) {
    const photos = rebuilt.photos.filter(({ differences }) => differences.length > 0)
    writeJson(io, { apply, states: statesOf(rebuilt), photos, malformed: rebuilt.malformed })
  } else io.stdout.write(`${renderRebuild(rebuilt, colorsFor(io.stdout))}\n`)
  return rebuilt.photos.some(({ state }) => state === "different") ? 1 : 0
}
