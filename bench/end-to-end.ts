import { availableParallelism } from "node:os"
import { DEFAULT_CONCURRENCY } from "@darkroom/cli"
import type { BenchEngine } from "./bench-engine.ts"
import type { Child } from "./child.ts"
import type { Usage, Work } from "./messages.ts"
import type { PhotoSet } from "./photos.ts"
import { type Spread, spreadOf } from "./statistics.ts"
import { cpuBetween, type CpuPerPhoto, perPhoto, total } from "./cpu.ts"

export interface EndToEnd {
  readonly set: string
  readonly recognition: boolean
  readonly photosPerSecond: Spread
  readonly barePhotosPerSecond: Spread
  /** Wall time of the engine over that of bare sharp, in the same round. */
  readonly ratio: Spread
  /** Wall time a photo that the engine takes more than bare sharp, in milliseconds. */
  readonly overheadMilliseconds: Spread
  /** Processor time of one photo in milliseconds; empty where the machine does not tell. */
  readonly cpuMilliseconds: Spread
  readonly bareCpuMilliseconds: Spread
  /** Processor time of the engine and its functions over that of bare sharp: other people's load does not change it much. */
  readonly cpuRatio: Spread
}

export interface EndToEndResult {
  readonly rows: readonly EndToEnd[]
  readonly rounds: number
  /** Photos at once: of uploads, of bare sharp, and of each function. */
  readonly uploadsAtOnce: number
  readonly parallelism: number
  /** With recognition off, over all sets. */
  readonly cpuPerPhoto: CpuPerPhoto
  /** Before the model was loaded for the first time, and at the end. */
  readonly withoutModel: Usage
  readonly withModel: Usage
}

export interface EndToEndOptions {
  readonly engine: BenchEngine
  readonly bare: Child
  readonly sets: readonly PhotoSet[]
  /** A set and round. */
  readonly photos: number
  readonly rounds: number
  /** Of performance.now(): no round begins that would not end before it. The first always does. */
  readonly deadline: number
  readonly say: (line: string) => void
}

interface Sample {
  readonly set: string
  readonly recognition: boolean
  readonly engine: Work
  readonly bare: Work
}

const parallelism = availableParallelism()

/** Rounds over all sets, bare sharp and the engine in turn, recognition off and then on. */
export async function measureEndToEnd(options: EndToEndOptions): Promise<EndToEndResult> {
  const { engine, sets, photos, deadline, say } = options
  await warmUp(options)
  const samples: Sample[] = []
  const cpu: CpuPerPhoto[] = []
  let withoutModel: Usage | undefined
  let rounds = 0
  for (let longest = 0; rounds < options.rounds; rounds++) {
    const start = performance.now()
    if (rounds > 0 && start + longest > deadline) break
    say(`end to end, round ${rounds + 1} of ${options.rounds}`)
    for (const recognition of [false, true]) {
      await engine.recognition(recognition)
      const before = await engine.usage()
      for (const set of sets) samples.push({ set: set.name, recognition, ...(await compare(options, set)) })
      const after = await engine.usage()
      if (!recognition) cpu.push(cpuBetween(before, after, photos * sets.length))
      withoutModel ??= after
    }
    longest = Math.max(longest, performance.now() - start)
  }
  const withModel = await engine.usage()
  const rows = [false, true].flatMap((recognition) => sets.map((set) => rowOf(set.name, recognition, samples, photos)))
  const cpuPerPhoto = perPhoto(cpu)
  const atOnce = { uploadsAtOnce: DEFAULT_CONCURRENCY, parallelism }
  return { rows, rounds, ...atOnce, cpuPerPhoto, withoutModel: withoutModel ?? withModel, withModel }
}

/** As many photos at once as start every execution environment and let V8 compile what is hot. */
async function warmUp({ engine, bare, sets, say }: EndToEndOptions): Promise<void> {
  say("warming up")
  await engine.recognition(false)
  for (const { files } of sets.slice(0, 2)) {
    const some = cycle(files, 4 * parallelism)
    await bare.call("render", some, parallelism)
    await engine.process(some, DEFAULT_CONCURRENCY)
    await engine.idle()
  }
}

async function compare({ engine, bare, photos }: EndToEndOptions, { files }: PhotoSet) {
  const batch = cycle(files, photos)
  const bareWork = (await bare.call("render", batch, parallelism)) as Work
  const before = await engine.usage()
  const start = performance.now()
  await engine.process(batch, DEFAULT_CONCURRENCY)
  const wall = performance.now() - start
  // What follows ImageProcessed, a notification, costs no time that anybody waits for, but processor time.
  await engine.idle()
  const cpu = total(cpuBetween(before, await engine.usage(), 1))
  return { engine: { wall, cpu }, bare: bareWork }
}

function cycle(files: readonly string[], count: number): string[] {
  return Array.from({ length: count }, (_, index) => files[index % files.length] ?? "")
}

function rowOf(set: string, recognition: boolean, all: readonly Sample[], photos: number): EndToEnd {
  const samples = all.filter((sample) => sample.set === set && sample.recognition === recognition)
  return {
    set,
    recognition,
    photosPerSecond: spreadOf(samples.map(({ engine }) => (photos / engine.wall) * 1_000)),
    barePhotosPerSecond: spreadOf(samples.map(({ bare }) => (photos / bare.wall) * 1_000)),
    ratio: spreadOf(samples.map(({ engine, bare }) => engine.wall / bare.wall)),
    overheadMilliseconds: spreadOf(samples.map(({ engine, bare }) => (engine.wall - bare.wall) / photos)),
    cpuMilliseconds: spreadOf(samples.flatMap(({ engine }) => (engine.cpu === null ? [] : engine.cpu / photos))),
    bareCpuMilliseconds: spreadOf(samples.flatMap(({ bare }) => (bare.cpu === null ? [] : bare.cpu / photos))),
    cpuRatio: spreadOf(
      samples.flatMap(({ engine, bare }) => (engine.cpu !== null && bare.cpu !== null ? engine.cpu / bare.cpu : [])),
    ),
  }
}
