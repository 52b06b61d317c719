import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { readMetadata, renderOne } from "./darkroom-work.ts"
import { findImageMagick, type ImageMagick } from "./image-magick.ts"
import type { PhotoSet } from "./photos.ts"
import { median, type Spread, spreadOf } from "./statistics.ts"

export interface PerPhoto {
  readonly set: string
  readonly work: string
  /** Milliseconds. */
  readonly darkroom: Spread
  /** Undefined where ImageMagick is not installed. */
  readonly imageMagick?: Spread
  /** ImageMagick's time over Darkroom's, in the same round. */
  readonly ratio?: Spread
}

export interface PerPhotoResult {
  readonly rows: readonly PerPhoto[]
  /** Version, and the milliseconds that it takes to start and do nothing; undefined where it is not installed. */
  readonly imageMagick?: { readonly version: string; readonly startMilliseconds: number }
}

const ROUNDS = 3
/** Repetitions of Darkroom's work a round: some of it takes less than a millisecond. */
const REPEATS = 7
const SIDE = 256

interface Job {
  readonly work: string
  darkroom(file: string, target: string): Promise<void>
  imageMagick(magick: ImageMagick, file: string, target: string): Promise<void>
}

const thumbnail = ["-auto-orient", "-thumbnail", `${SIDE}x${SIDE}`]
/** libjpeg then decodes at a fraction of the size: few pipelines ask for it. */
const hint = ["-define", `jpeg:size=${2 * SIDE}x${2 * SIDE}`]
const render: Job["darkroom"] = (file, target) => renderOne(file, SIDE, target)

const jobs: readonly Job[] = [
  {
    work: "metadata / identify -verbose",
    darkroom: readMetadata,
    imageMagick: (magick, file) => magick.identify("-verbose", file),
  },
  {
    work: `${SIDE} px WebP / convert -thumbnail`,
    darkroom: render,
    imageMagick: (magick, file, target) => magick.convert(file, ...thumbnail, target),
  },
  {
    work: `${SIDE} px WebP / the same, jpeg:size`,
    darkroom: render,
    imageMagick: (magick, file, target) => magick.convert(...hint, file, ...thumbnail, target),
  },
]

/** The work of a use case on one photo at a time, against ImageMagick as a process a photo. */
export async function measurePerPhoto(sets: readonly PhotoSet[], say: (line: string) => void): Promise<PerPhotoResult> {
  const magick = await findImageMagick()
  const folder = mkdtempSync(join(tmpdir(), "darkroom-bench-photo-"))
  try {
    say("work on one photo")
    const rows: PerPhoto[] = []
    for (const set of sets) for (const job of jobs) rows.push(await measure(set, job, magick, join(folder, "out.webp")))
    if (!magick) return { rows }
    const starts: number[] = []
    for (let start = 0; start < 5; start++)
      starts.push(await time(() => magick.convert("-size", "1x1", "xc:black", "null:")))
    return { rows, imageMagick: { version: magick.version, startMilliseconds: median(starts) } }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function measure({ name, files }: PhotoSet, job: Job, magick: ImageMagick | undefined, target: string) {
  const ours: number[] = []
  const theirs: number[] = []
  await job.darkroom(files[0] ?? "", target)
  for (let round = 0; round < ROUNDS; round++) {
    const file = files[Math.floor((round * files.length) / ROUNDS)] ?? ""
    const repeats: number[] = []
    for (let repeat = 0; repeat < REPEATS; repeat++) repeats.push(await time(() => job.darkroom(file, target)))
    ours.push(median(repeats))
    if (magick) theirs.push(await time(() => job.imageMagick(magick, file, target)))
  }
  const row = { set: name, work: job.work, darkroom: spreadOf(ours) }
  if (!magick) return row
  return {
    ...row,
    imageMagick: spreadOf(theirs),
    ratio: spreadOf(theirs.map((their, at) => their / (ours[at] ?? Number.NaN))),
  }
}

async function time(work: () => Promise<void>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}
