import type { TimelineEntry } from "@darkroom/catalog-model"
import type { Command } from "commander"
import { duration } from "../duration.ts"
import { NotRemembered, UnknownEvent } from "../errors.ts"
import { archivedEvents } from "../events/archived-events.ts"
import { type BusEvent, type EventLine, lineOf } from "../events/bus-event.ts"
import { findPhoto } from "../find-photo.ts"
import { renderColumns } from "../render-columns.ts"
import { interruption } from "../reprocess/interruption.ts"
import type { Stage } from "../stage.ts"
import { type Terminal, terminal, withStage, writeJson } from "../terminal.ts"
import { type Colors, colorsFor, pad, printable } from "../text.ts"

const DAY = 86_400_000

export interface EventFilter {
  readonly type?: string
  /** A photo, as findPhoto takes it. */
  readonly photo?: string
  readonly correlationId?: string
  /** Milliseconds ago. */
  readonly since?: number
}

interface ShowOptions extends JsonOption {
  readonly photo?: string
  readonly archive?: boolean
  /** Milliseconds ago, of the archive. */
  readonly since?: number
}

interface SearchOptions extends EventFilter, JsonOption {
  /** In the archive, which is replayed to nobody but this command. */
  readonly archive?: boolean
}

interface JsonOption {
  readonly json?: boolean
}

export function register(program: Command): void {
  const events = program.command("events").description("look at the events of the bus")
  events
    .command("tail")
    .description("show events as they happen, until Ctrl-C")
    .option("--type <name>", "only this event")
    .option("--photo <id>", "only of this photo, by its id")
    .option("--correlation-id <id>", "only of one upload")
    .option("--json", "print each event whole, a line each")
    .action((options: EventFilter & JsonOption) => tail(options))
  events
    .command("show")
    .description("show one event with all that it says")
    .argument("<id>", "the event's id")
    .option("--photo <id>", "the photo that it is about, where nothing else remembers the event")
    .option("--archive", "look for it in the archive, which takes a while")
    .option("--since <duration>", "how far back in the archive, such as 2h or 30d", duration, DAY)
    .option("--json", "print an object")
    .action((id: string, options: ShowOptions) => show(id, options))
  events
    .command("search")
    .description("find events")
    .option("--type <name>", "only this event")
    .option("--photo <id>", "of this photo: its id, key, checksum or a correlation id")
    .option("--correlation-id <id>", "of one upload")
    .option("--since <duration>", "of so long ago, such as 30m, 2h or 1d", duration)
    .option("--archive", "look for them in the archive, of one day unless --since says another time; it takes a while")
    .option("--json", "print an array")
    .action((options: SearchOptions) => search(options))
}

export async function tail(
  { type, photo, correlationId, json }: EventFilter & JsonOption,
  io: Terminal = terminal,
  { signal, release } = interruption(),
): Promise<void> {
  const isMeant = (line: EventLine) =>
    (type === undefined || line.type === type) &&
    (photo === undefined || line.about === photo) &&
    (correlationId === undefined || line.correlationId === correlationId)
  try {
    await withStage(io, async ({ events }) => {
      for await (const event of events.tail(signal)) {
        const line = lineOf(event)
        if (!isMeant(line)) continue
        io.stdout.write(`${json ? JSON.stringify(event) : renderLine(line, colorsFor(io.stdout))}\n`)
      }
    })
  } finally {
    release()
  }
}

/** Throws UnknownEvent. */
export async function show(
  id: string,
  { photo, json, archive, since = DAY }: ShowOptions,
  io: Terminal = terminal,
): Promise<void> {
  const found = await withStage(io, async (stage) => {
    if (archive) return (await archivedEvents(stage, since, io)).find((event) => isNamed(event, id))
    return (await wholeEvent(stage, id)) ?? (await inTimeline(stage, id, photo))
  })
  if (found === undefined) throw new UnknownEvent(id)
  // One shape for people and for programs: an event is JSON.
  writeJson(io, found)
  if (!json && !("detail" in found))
    io.stderr.write("That is what the catalog's timeline has; the event's data is in the archive: --archive.\n")
}

/** Throws NotRemembered, UnknownPhoto. */
export async function search(options: SearchOptions, io: Terminal = terminal): Promise<void> {
  const lines = await withStage(io, (stage) =>
    options.archive ? inArchive(stage, options, io) : found(stage, options),
  )
  const since = options.since === undefined ? "" : new Date(Date.now() - options.since).toISOString()
  const meant = lines.filter(
    ({ type, time, correlationId }) =>
      time >= since &&
      (options.type === undefined || type === options.type) &&
      (options.correlationId === undefined || correlationId === options.correlationId),
  )
  if (options.json) return writeJson(io, meant)
  if (meant.length === 0) return void io.stdout.write("There are none.\n")
  const rows = meant.map(({ time, type, source, about, id }) => [time, type, source, about ?? "", id].map(printable))
  io.stdout.write(`${renderColumns(["time", "event", "source", "about", "id"], rows, colorsFor(io.stdout))}\n`)
}

/** Oldest first. */
async function found(stage: Stage, { photo, correlationId }: EventFilter): Promise<EventLine[]> {
  if (photo !== undefined) {
    const { record, timeline } = await findPhoto(stage, photo)
    return timeline.map((entry) => lineOfEntry({ ...entry, imageId: record.imageId }))
  }
  if (correlationId !== undefined) return (await stage.correlated(correlationId)).map(lineOfEntry)
  const latest = await stage.events.latest()
  if (latest === undefined) throw new NotRemembered()
  return latest.map(lineOf).toReversed()
}

async function inArchive(stage: Stage, { photo, since = DAY }: EventFilter, io: Terminal): Promise<EventLine[]> {
  const about = photo === undefined ? undefined : (await findPhoto(stage, photo)).record.imageId
  const lines = (await archivedEvents(stage, since, io)).map(lineOf)
  return about === undefined ? lines : lines.filter((line) => line.about === about)
}

/** By Darkroom's id or EventBridge's, where somebody remembers all of it: the engine, or a dead letter. */
export async function wholeEvent(
  stage: Pick<Stage, "events" | "deadLetters">,
  id: string,
): Promise<BusEvent | undefined> {
  const latest = (await stage.events.latest(id)) ?? []
  const seen = latest.find((event) => isNamed(event, id))
  if (seen !== undefined) return seen
  const letter = await stage.deadLetters.get(id)
  return letter?.event ? (JSON.parse(await stage.deadLetters.bodyOf(letter)) as BusEvent) : undefined
}

function isNamed(event: BusEvent, id: string): boolean {
  return event.id === id || lineOf(event).id === id
}

async function inTimeline(stage: Stage, id: string, photo: string | undefined) {
  // The first event of an upload has its correlation id.
  const events = photo === undefined ? await stage.correlated(id) : (await findPhoto(stage, photo)).timeline
  return events.find(({ eventId }) => eventId === id)
}

function lineOfEntry(entry: TimelineEntry & { readonly imageId: string }): EventLine {
  const { eventId: id, time, type, source, correlationId, imageId: about } = entry
  return { id, time, type, source, about, correlationId }
}

const TYPE_WIDTH = 22

function renderLine({ id, time, type, source, about }: EventLine, colors: Colors): string {
  const name = colors.cyan(pad(printable(type), TYPE_WIDTH))
  return [colors.dim(time.slice(11, 23)), name, printable(about ?? source), colors.dim(printable(id))].join("  ")
}
