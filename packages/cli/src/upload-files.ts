import type { Progress } from "@darkroom/catalog-model"
import { matchProfile } from "@darkroom/events"
import { type CollectedFile, collectFiles, type Problem, type UncollectedFile } from "./collect-files.ts"
import { fileMessage, messageOf, NoIntakeProfile } from "./errors.ts"
import { limiter } from "./limiter.ts"
import { emptyReport, photoReport, type UploadRecord } from "./photo-report.ts"
import { putFile } from "./put-file.ts"
import type { Stage } from "./stage.ts"
import { watchPhoto, type Watched } from "./watch-photo.ts"

export const DEFAULT_PREFIX = "private/local/uploads/"
export const DEFAULT_CONCURRENCY = 4
export const DEFAULT_TIMEOUT_SECONDS = 300

/** Photos watched for one put at work: the pipeline takes longer than a put, and each is polled for. */
const IN_FLIGHT = 4
/** S3's limit. https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html */
const KEY_BYTES = 1_024

export interface UploadOptions {
  /** Prefix of the keys. Default: private/local/uploads/ */
  readonly to?: string
  /** Files put at once. Default: 4 */
  readonly concurrency?: number
  /** Seconds that a photo may go without any change. Default: 300 */
  readonly timeoutSeconds?: number
  /** Told of every file's progress after every change; the array is the same each time. */
  readonly onProgress?: (files: readonly FileProgress[]) => void
}

export interface FileProgress {
  readonly uploaded: boolean
  readonly steps: Progress["steps"]
  /** Undefined while it is under way. */
  readonly status?: UploadRecord["status"]
}

/** Uploads files and folders and waits for what becomes of the photos: a record a file, in order. Throws NoIntakeProfile. */
export async function uploadFiles(
  stage: Stage,
  paths: readonly string[],
  options: UploadOptions = {},
): Promise<UploadRecord[]> {
  const { concurrency = DEFAULT_CONCURRENCY, timeoutSeconds = DEFAULT_TIMEOUT_SECONDS, onProgress = () => {} } = options
  const prefix = intakePrefix(options.to ?? DEFAULT_PREFIX)
  const files = await collectFiles(paths)
  const progress: FileProgress[] = files.map(() => ({ uploaded: false, steps: [] }))
  const run: Run = { stage, prefix, timeout: timeoutSeconds * 1_000, put: limiter(concurrency) }
  const inFlight = limiter(concurrency * IN_FLIGHT)
  onProgress(progress)
  return Promise.all(
    files.map((file, index) => {
      const advance = (change: Partial<FileProgress>) => {
        progress[index] = { uploaded: false, steps: [], ...progress[index], ...change }
        onProgress(progress)
      }
      return inFlight(() => processFile(file, run, advance))
    }),
  )
}

/** The prefix with its slash. Throws NoIntakeProfile. */
export function intakePrefix(prefix: string): string {
  const folder = prefix.endsWith("/") ? prefix : `${prefix}/`
  if (matchProfile(`${folder}photo.jpg`) === undefined) throw new NoIntakeProfile(folder)
  return folder
}

interface Run {
  readonly stage: Stage
  readonly prefix: string
  readonly timeout: number
  readonly put: ReturnType<typeof limiter>
}

type Advance = (change: Partial<FileProgress>) => void

async function processFile(file: CollectedFile | UncollectedFile, run: Run, advance: Advance): Promise<UploadRecord> {
  const record = "problem" in file ? failed(file.file, file.problem) : await uploadFile(file, run, advance)
  advance({ status: record.status })
  return record
}

async function uploadFile(
  { file, name }: CollectedFile,
  { stage, prefix, timeout, put }: Run,
  advance: Advance,
): Promise<UploadRecord> {
  const key = prefix + name
  const bytes = Buffer.byteLength(key)
  if (bytes > KEY_BYTES)
    return failed(file, {
      reason: "KeyTooLong",
      message: `The key would have ${bytes} bytes; S3 takes ${KEY_BYTES}: ${key}`,
    })
  let uploaded: { etag: string; previous: string | undefined; startedAt: number }
  try {
    uploaded = await put(async () => {
      const previous = await stage.latestUpload(key)
      const startedAt = Date.now()
      return { previous, startedAt, etag: await putFile(stage, file, key) }
    })
  } catch (error) {
    return failed(file, putProblem(error, file), { key })
  }
  advance({ uploaded: true })
  try {
    const watched = await watchPhoto(
      stage,
      { key, ...uploaded },
      { timeout, onProgress: ({ steps }) => advance({ steps }) },
    )
    return recordOf(file, key, watched, watched.settledAt - uploaded.startedAt)
  } catch (error) {
    const message = `${file} was uploaded, but what became of it is unknown: ${messageOf(error)}`
    return failed(file, { reason: "LostTrack", message }, { key })
  }
}

function putProblem(error: unknown, file: string): Problem {
  // Only the file system's errors have a path.
  if ((error as NodeJS.ErrnoException).path !== undefined)
    return { reason: "FileUnreadable", message: fileMessage(error, file) }
  return { reason: "UploadFailed", message: `${file} could not be uploaded: ${messageOf(error)}` }
}

function recordOf(file: string, key: string, watched: Watched, milliseconds: number): UploadRecord {
  const { imageId, entry, problem } = watched
  const report = entry ? photoReport(entry) : emptyReport
  const known = { key, imageId: imageId ?? null, milliseconds }
  if (problem) return failed(file, problem, { ...report, ...known, status: "failed" })
  const status = report.status === "processed" || report.status === "rejected" ? report.status : "failed"
  return { file, ...report, ...known, status }
}

function failed(file: string, problem: Problem, known: Partial<UploadRecord> = {}): UploadRecord {
  return { file, ...emptyReport, ...known, ...problem, milliseconds: known.milliseconds ?? null }
}
