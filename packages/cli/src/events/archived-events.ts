import { counted } from "../format.ts"
import { firstCopies } from "../replay/archived-event.ts"
import { readArchive } from "../replay/read-archive.ts"
import { interruption } from "../reprocess/interruption.ts"
import { progressLine } from "../reprocess/progress-line.ts"
import type { Stage } from "../stage.ts"
import type { Terminal } from "../terminal.ts"
import type { BusEvent } from "./bus-event.ts"

/**
 * What the archive has of that long ago (milliseconds) until now, oldest first, each event once; what was read until somebody interrupted it,
 * none then. Throws TapInUse, ArchiveUnread, TooManyEvents.
 */
export async function archivedEvents(
  { replays, operations }: Pick<Stage, "replays" | "operations">,
  since: number,
  io: Pick<Terminal, "stderr">,
): Promise<BusEvent[]> {
  const line = progressLine(io.stderr)
  const { signal, release } = interruption()
  const onProgress = (events: number) => line.show(`${counted(events, "event")} read from the archive`)
  // The archive is some minutes behind, and can only be replayed up to where it is.
  const to = Date.now() - replays.lag
  try {
    const window = { from: Math.min(Date.now() - since, to - 1), to }
    const events = await readArchive(replays, operations, [window], { signal, onProgress })
    return firstCopies(events ?? []).map(({ body }) => body as unknown as BusEvent)
  } finally {
    line.end()
    release()
  }
}
