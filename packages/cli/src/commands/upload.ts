import { intakeProfiles } from "@darkroom/events"
import { type Command, InvalidArgumentError } from "commander"
import type { UploadRecord } from "../photo-report.ts"
import { progressView } from "../progress.ts"
import { renderTable } from "../render-table.ts"
import { positiveNumber } from "../positive-number.ts"
import { type Terminal, terminal, withStage, writeJson } from "../terminal.ts"
import { colorsFor, widthOf } from "../text.ts"
import {
  DEFAULT_CONCURRENCY,
  DEFAULT_PREFIX,
  DEFAULT_TIMEOUT_SECONDS,
  intakePrefix,
  uploadFiles,
} from "../upload-files.ts"

export interface UploadCommandOptions {
  readonly to: string
  readonly concurrency: number
  readonly timeout: number
  readonly json?: boolean
}

export function register(program: Command): void {
  program
    .command("upload")
    .description("upload photos and wait for what becomes of them")
    .argument("<files and folders...>", "folders are walked, without hidden files")
    .option("--to <prefix>", "prefix of the keys", DEFAULT_PREFIX)
    .option("--concurrency <n>", "files uploaded at once", wholeNumber, DEFAULT_CONCURRENCY)
    .option(
      "--timeout <seconds>",
      "how long to wait for a photo that makes no progress",
      positiveNumber,
      DEFAULT_TIMEOUT_SECONDS,
    )
    .option("--json", "print an array with a record a file")
    .addHelpText(
      "after",
      `\nPrefixes that photos are taken in from: ${intakeProfiles.map(({ keys }) => keys).join(", ")}`,
    )
    .action(async (paths: string[], options: UploadCommandOptions) => {
      process.exitCode = await upload(paths, options)
    })
}

/** The exit code: 0 where every file was processed. */
export async function upload(
  paths: readonly string[],
  options: UploadCommandOptions,
  io: Terminal = terminal,
): Promise<number> {
  // Before the engine is looked for: a wrong prefix is wrong without one.
  const to = intakePrefix(options.to)
  const records = await withStage(io, async (stage) => {
    const view = progressView(io.stderr, colorsFor(io.stderr))
    const { concurrency, timeout: timeoutSeconds } = options
    return uploadFiles(stage, paths, {
      to,
      concurrency,
      timeoutSeconds,
      onProgress: (files) => view.show(files),
    }).finally(() => view.end())
  })
  report(records, options, io)
  return records.every(({ status }) => status === "processed") ? 0 : 1
}

function report(records: readonly UploadRecord[], { json = false }: UploadCommandOptions, io: Terminal): void {
  if (json) return writeJson(io, records)
  if (records.length === 0) io.stderr.write("There are no files to upload.\n")
  else io.stdout.write(`${renderTable(records, { width: widthOf(io.stdout), colors: colorsFor(io.stdout) })}\n`)
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,3}$/.test(text)) throw new InvalidArgumentError("It must be a whole number from 1 to 9999.")
  return Number(text)
}
