// npm run bench:backfill: the manifest reader alone, and a backfill of many photos through the offline engine.
import { parseArgs } from "node:util"
import { InvalidOptions } from "../options.ts"
import { photoSets } from "../photos.ts"
import { measurePipeline, type PipelineResult } from "./pipeline.ts"
import { measureReader } from "./reader.ts"
import { renderPipeline, renderReaders } from "./render.ts"

const USAGE = `npm run bench:backfill -- [--seconds N] [--photos N] [--json]

  --seconds  how long the reader is measured at each rate (default 60)
  --photos   rows of the manifest of the backfill through the engine; 0 leaves it out (default 10000)
  --json     print JSON instead of tables`

const RATE = 1_000
/** More than it can. */
const UNLIMITED = 100_000

function say(line: string): void {
  process.stderr.write(`${line}\n`)
}

function readOptions() {
  const text = { type: "string" } as const
  const flag = { type: "boolean" } as const
  const { values } = parseArgs({ options: { seconds: text, photos: text, json: flag, help: flag } })
  const [seconds, photos] = [Number(values.seconds ?? 60), Number(values.photos ?? 10_000)]
  if (!(seconds >= 8) || !Number.isInteger(photos) || photos < 0)
    throw new InvalidOptions("--seconds is 8 or more, --photos a whole number")
  return { seconds, photos, json: values.json ?? false, help: values.help ?? false }
}

async function main(): Promise<void> {
  const { seconds, photos, json, help } = readOptions()
  if (help) return console.log(USAGE)
  say(`the reader for ${seconds} s at ${RATE} events a second, and as fast as it can`)
  const readers = [await measureReader(RATE, seconds), await measureReader(UNLIMITED, seconds)]
  if (!json) console.log(renderReaders(readers).join("\n"))
  const [smallest] = await photoSets()
  const pipeline = photos > 0 && smallest ? await measurePipeline(photos, smallest, say) : undefined
  if (json) console.log(JSON.stringify({ readers, pipeline }, null, 2))
  else if (pipeline) console.log(renderPipeline(pipeline).join("\n"))
  if (pipeline && !isWhole(pipeline)) process.exitCode = 1
}

/** Each photo made one upload, and each bad row is told of. */
function isWhole({ photos, uploaded, bad, reported, troubles }: PipelineResult): boolean {
  return uploaded === photos && reported === bad && troubles.length === 0
}

await main().catch((error: unknown) => {
  say(error instanceof InvalidOptions ? `${error.message}\n\n${USAGE}` : String((error as Error).stack ?? error))
  process.exitCode = 1
})
