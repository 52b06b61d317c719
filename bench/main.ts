import { startBenchEngine } from "./bench-engine.ts"
import { startChild } from "./child.ts"
import { measureEndToEnd } from "./end-to-end.ts"
import { measureLatency } from "./latency.ts"
import { currentLoad, machine } from "./machine.ts"
import { InvalidOptions, type Options, readOptions, USAGE } from "./options.ts"
import { measurePerPhoto } from "./per-photo.ts"
import { type PhotoSet, photoSets } from "./photos.ts"
import { renderReport, type Report } from "./render-report.ts"

/** Progress is for people, on stderr; stdout has the result alone. */
function say(line: string): void {
  process.stderr.write(`${line}\n`)
}

/** The set whose latency is told: 2 MP, as most photos on the web. */
const LATENCY_SET = 1

async function measure({ photos, rounds, seconds }: Options, sets: readonly PhotoSet[]) {
  say("starting the engine")
  const engine = await startBenchEngine()
  const bare = startChild("bare-sharp-process.ts")
  try {
    const deadline = seconds * 1_000
    const endToEnd = await measureEndToEnd({ engine, bare, sets, photos, rounds, deadline, say })
    const latency = await measureLatency(engine, sets[LATENCY_SET] ?? { name: "none", files: [] }, say)
    return { endToEnd, latency, troubles: engine.troubles }
  } finally {
    await Promise.all([engine.close(), bare.close()])
  }
}

async function bench(options: Options): Promise<Report> {
  say("photos: those that are not there from an earlier run are made")
  const sets = await photoSets()
  const before = await currentLoad()
  const measured = await measure(options, sets)
  const perPhoto = await measurePerPhoto(sets, say)
  const load = { before, after: await currentLoad() }
  return { machine: machine(), load, photos: options.photos, seconds: performance.now() / 1_000, ...measured, perPhoto }
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2))
  if (options === undefined) return console.log(USAGE)
  const report = await bench(options)
  console.log(options.json ? JSON.stringify(report, null, 2) : renderReport(report))
  if (report.troubles.length > 0) process.exitCode = 1
}

await main().catch((error: unknown) => {
  say(error instanceof InvalidOptions ? `${error.message}\n\n${USAGE}` : String((error as Error).stack ?? error))
  process.exitCode = 1
})
