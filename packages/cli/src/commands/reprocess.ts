import { type Feature, featureSchema, featuresOf, intakeProfiles, profileNamed } from "@darkroom/events"
import { type Command, InvalidArgumentError } from "commander"
import { randomUUID } from "node:crypto"
import { ConfirmationNeeded, FeatureNotAsked, UnknownPhoto } from "../errors.ts"
import { counted } from "../format.ts"
import type { PhotoPlace } from "../photo-pages.ts"
import { interruption } from "../reprocess/interruption.ts"
import { progressLine } from "../reprocess/progress-line.ts"
import { progressText, renderEstimate, renderOutcome } from "../reprocess/render-reprocess.ts"
import {
  estimate,
  type Estimate,
  type Outcome,
  reprocessPhotos,
  type Selection,
} from "../reprocess/reprocess-photos.ts"
import { resumeCommand } from "../reprocess/resume-command.ts"
import type { Stage } from "../stage.ts"
import { positiveNumber } from "../positive-number.ts"
import { timeOf } from "../time-of.ts"
import { type Terminal, terminal, withStage, writeJson } from "../terminal.ts"
import { colorsFor } from "../text.ts"

/** Photos a second: Rekognition's quota is 5 calls a second for each API in most regions. */
const DEFAULT_RATE = 5
/** More than that is asked before. */
const ASKED_BEFORE = 100
const INTERRUPTED = 130

export interface ReprocessOptions {
  readonly profile?: string
  readonly features?: readonly Feature[]
  readonly owner?: string
  /** Milliseconds since the epoch, as `until`, which is the first moment that is not meant any more. */
  readonly since?: number
  readonly until?: number
  readonly limit?: number
  /** Id of a photo. */
  readonly after?: string
  readonly rate: number
  readonly dryRun?: boolean
  readonly yes?: boolean
  readonly json?: boolean
}

export function register(program: Command): void {
  program
    .command("reprocess")
    .description("have photos that are already there looked at again")
    .option("--profile <name>", "only photos of this intake profile", profileName)
    .option("--features <list>", "only these of what the profile asks for, such as faces,text", featureList)
    .option("--owner <id>", "only photos of this owner, newest first")
    .option("--since <date>", "uploaded on this day or later (UTC), or at this time", (text) => timeOf(text, 0))
    .option("--until <date>", "uploaded on this day or before (UTC), or before this time", (text) => timeOf(text, 1))
    .option("--limit <n>", "so many photos at the most", wholeNumber)
    .option("--after <id>", "go on behind this photo, where an earlier run ended")
    .option("--rate <n>", "photos a second", positiveNumber, DEFAULT_RATE)
    .option("--dry-run", "say how many photos, calls and dollars, and ask nothing")
    .option("--yes", `do not ask before more than ${ASKED_BEFORE} photos`)
    .option("--json", "print an object with what was asked and what failed")
    .action(async (options: ReprocessOptions) => {
      process.exitCode = await reprocess(options)
    })
}

/** The exit code: 0 where all were asked for, 130 where it was interrupted. Throws FeatureNotAsked, ConfirmationNeeded, UnknownPhoto. */
export async function reprocess(options: ReprocessOptions, io: Terminal = terminal): Promise<number> {
  checkFeatures(options)
  const { signal, release } = interruption()
  try {
    return await withStage(io, (stage) => run(stage, options, io, signal))
  } finally {
    release()
  }
}

async function run(stage: Stage, options: ReprocessOptions, io: Terminal, signal: AbortSignal): Promise<number> {
  const { owner, profile, features, since, until, limit } = options
  const after = options.after === undefined ? undefined : await placeOf(stage, options.after, owner)
  const selection: Selection = { owner, profile, features, since, until, limit, after }
  const estimated = await estimate(stage, selection, signal)
  if (signal.aborted) return INTERRUPTED
  if (options.dryRun) return tellEstimate(estimated, options, io)
  if (!options.json) io.stderr.write(`${renderEstimate(estimated)}\n`)
  if (!(await isConfirmed(estimated, options, io))) return 1
  const line = progressLine(io.stderr)
  const outcome = await reprocessPhotos(stage, selection, {
    rate: options.rate,
    runId: randomUUID(),
    signal,
    onProgress: (sofar) => line.show(progressText(sofar, estimated.photos)),
  }).finally(() => line.end())
  tellOutcome(outcome, estimated, options, io)
  if (outcome.stopped === "interrupted") return INTERRUPTED
  return outcome.stopped === "failed" || outcome.failed.length > 0 ? 1 : 0
}

async function isConfirmed({ photos }: Estimate, { yes }: ReprocessOptions, io: Terminal): Promise<boolean> {
  if (yes || photos <= ASKED_BEFORE) return true
  const answer = await io.confirm(`Ask for ${photos} photos?`)
  if (answer === undefined) throw new ConfirmationNeeded(counted(photos, "photo"))
  if (!answer) io.stderr.write("Nothing was asked.\n")
  return answer
}

function tellEstimate(estimated: Estimate, { json }: ReprocessOptions, io: Terminal): number {
  if (json) writeJson(io, { dryRun: true, ...estimated })
  else io.stdout.write(`${renderEstimate(estimated)}\n`)
  return 0
}

function tellOutcome(outcome: Outcome, estimated: Estimate, options: ReprocessOptions, io: Terminal): void {
  const { asked, failed, handled, last = null, stopped = null, problem = null } = outcome
  if (options.json) return writeJson(io, { dryRun: false, ...estimated, asked, failed, last, stopped, problem })
  const resume = resumeCommand({ ...options, ...(last === null ? {} : { after: last }) }, handled)
  io.stdout.write(`${renderOutcome(outcome, estimated.photos, resume, colorsFor(io.stdout))}\n`)
}

async function placeOf({ catalog }: Pick<Stage, "catalog">, id: string, wanted?: string): Promise<PhotoPlace> {
  const { owner, uploadedAt } = (await catalog.entry(id.toLowerCase()))?.record ?? {}
  if (owner === undefined || uploadedAt === undefined || (wanted ?? owner) !== owner) throw new UnknownPhoto(id)
  return { imageId: id.toLowerCase(), owner, uploadedAt }
}

function checkFeatures({ profile, features = [] }: ReprocessOptions): void {
  if (profile === undefined) return
  const asked = featuresOf(profileNamed(profile))
  const unknown = features.filter((feature) => !asked.includes(feature))
  if (unknown.length > 0) throw new FeatureNotAsked(unknown, profile, asked)
}

function profileName(text: string): string {
  const names = intakeProfiles.map(({ name }) => name)
  if (!names.includes(text)) throw new InvalidArgumentError(`It must be one of ${names.join(", ")}.`)
  return text
}

function featureList(text: string): Feature[] {
  return text.split(",").map((name) => {
    const feature = featureSchema.safeParse(name.trim())
    if (!feature.success)
      throw new InvalidArgumentError(
        `It must be a list of ${featureSchema.options.join(", ")}; colours come with labels.`,
      )
    return feature.data
  })
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,9}$/.test(text)) throw new InvalidArgumentError("It must be a whole number from 1 on.")
  return Number(text)
}
