import { type CatalogEntry, type Problem, STALLED } from "@darkroom/catalog-model"
import { type Step, stepSchema } from "@darkroom/events"
import { Argument, type Command } from "commander"
import { setTimeout as sleep } from "node:timers/promises"
import { findPhoto, PHOTO_REFERENCE } from "../find-photo.ts"
import { counted } from "../format.ts"
import { positiveNumber } from "../positive-number.ts"
import { renderColumns } from "../render-columns.ts"
import { type Retried, retryPhoto } from "../retry/retry-photo.ts"
import type { Stage } from "../stage.ts"
import { type Terminal, terminal, withStage, writeJson } from "../terminal.ts"
import { colorsFor, printable } from "../text.ts"

/** Photos a second: Rekognition's quota is 5 calls a second for each API in most regions. */
const DEFAULT_RATE = 5

export interface RetryOptions {
  readonly stalled?: boolean
  readonly rate: number
  readonly json?: boolean
}

export function register(program: Command): void {
  program
    .command("retry")
    .description("have steps of a photo done that failed, or that nothing is heard of")
    .argument("[photo]", PHOTO_REFERENCE)
    .addArgument(new Argument("[step]", "only this step").choices(stepSchema.options))
    .option("--stalled", "of all photos that are known to be stalled, instead of one")
    .option("--rate <n>", "photos a second, at the most", positiveNumber, DEFAULT_RATE)
    .option("--json", "print an array")
    .action(async (photo: string | undefined, step: Step | undefined, options: RetryOptions, command: Command) => {
      if (!options.stalled && photo === undefined) command.error("error: name a photo, or --stalled")
      process.exitCode = await retry(
        options.stalled ? { step: onlyStep(photo, step, command) } : { photo, step },
        options,
      )
    })
}

/** With --stalled no photo is named, so the step is what comes first. */
function onlyStep(first: string | undefined, second: Step | undefined, command: Command): Step | undefined {
  if (first === undefined) return undefined
  const step = stepSchema.safeParse(first).data
  if (step === undefined || second !== undefined)
    command.error(`error: --stalled is instead of a photo; a step is one of ${stepSchema.options.join(", ")}`)
  return step
}

/** The exit code: 1 where nothing could be tried again of what is there to try. Throws UnknownPhoto, EventRefused. */
export async function retry(
  { photo, step }: { readonly photo?: string | undefined; readonly step?: Step | undefined },
  { rate, json = false }: RetryOptions,
  io: Terminal = terminal,
  now: () => number = Date.now,
): Promise<number> {
  const retried = await withStage(io, async (stage) => {
    const isMeant = (problem: Problem) =>
      (step === undefined || problem.step === step) && (photo !== undefined || problem.code === STALLED)
    const done: Retried[] = []
    for await (const entry of meantBy(stage, photo, rate))
      done.push(...(await retryPhoto(stage, entry, isMeant, now())))
    return done
  })
  if (json) writeJson(io, retried)
  else io.stdout.write(`${render(retried, photo, io)}\n`)
  return retried.length > 0 && retried.every(({ event }) => event === null) ? 1 : 0
}

async function* meantBy(stage: Stage, photo: string | undefined, rate: number): AsyncGenerator<CatalogEntry> {
  if (photo !== undefined) return yield await findPhoto(stage, photo)
  for await (const id of stage.stalled()) {
    const entry = await stage.catalog.entry(id)
    if (entry) yield entry
    await sleep(1000 / rate)
  }
}

function render(retried: readonly Retried[], photo: string | undefined, io: Terminal): string {
  if (retried.length === 0) return photo === undefined ? "No photo is stalled." : "There is nothing to try again."
  const colors = colorsFor(io.stdout)
  const rows = retried.map(({ photo: id, step, code, event, message }) =>
    [id.slice(0, 8), step, code, event === null ? `not tried again: ${message}` : `${event.type} sent again`].map(
      printable,
    ),
  )
  const sent = retried.filter(({ event }) => event !== null).length
  const paint = (line: string, row: number) => (retried[row]?.event === null ? colors.red(line) : line)
  return `${renderColumns(["photo", "step", "problem", ""], rows, colors, paint)}\n${counted(sent, "step")} tried again.`
}
