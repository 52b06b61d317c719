import { HeadObjectCommand, type HeadObjectCommandOutput, RestoreObjectCommand } from "@aws-sdk/client-s3"
import { currentImage } from "@darkroom/catalog-model"
import type { Image } from "@darkroom/events"
import { type Command, InvalidArgumentError, Option } from "commander"
import { OriginalGone } from "../errors.ts"
import { findPhoto, PHOTO_REFERENCE } from "../find-photo.ts"
import { counted } from "../format.ts"
import type { Stage } from "../stage.ts"
import { type Terminal, terminal, withStage } from "../terminal.ts"
import { printable } from "../text.ts"

const TIERS = ["Standard", "Bulk", "Expedited"] as const
type Tier = (typeof TIERS)[number]

const DEFAULT_DAYS = 7

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/restoring-objects-retrieval-options.html */
const DURATIONS: Readonly<Record<string, Partial<Record<Tier, string>>>> = {
  GLACIER: { Expedited: "1 to 5 minutes", Standard: "3 to 5 hours", Bulk: "5 to 12 hours" },
  DEEP_ARCHIVE: { Standard: "12 hours", Bulk: "48 hours" },
}

export interface RestoreOptions {
  readonly days: number
  readonly tier: Tier
}

export function register(program: Command): void {
  program
    .command("restore")
    .description("bring an archived original back for some days")
    .argument("<id>", PHOTO_REFERENCE)
    .option("--days <n>", "how long it can then be read", wholeDays, DEFAULT_DAYS)
    .addOption(new Option("--tier <tier>", "how fast, and at which price").choices(TIERS).default("Standard"))
    .action((id: string, options: RestoreOptions) => restore(id, options))
}

/** Asks S3 for it, unless that is done or not needed, and says how it stands. Throws UnknownPhoto, OriginalGone. */
export async function restore(id: string, options: RestoreOptions, io: Terminal = terminal): Promise<void> {
  const message = await withStage(io, (stage) => restoreOriginal(stage, id, options))
  io.stdout.write(`${message}\n`)
}

async function restoreOriginal(stage: Stage, id: string, options: RestoreOptions): Promise<string> {
  const { record } = await findPhoto(stage, id)
  const image = record.deletedAt === undefined ? currentImage(record) : undefined
  const head = image && (await headOf(stage, image))
  if (image === undefined || head === undefined) throw new OriginalGone(id)
  const key = printable(image.key)
  const durations = DURATIONS[head.StorageClass ?? "STANDARD"]
  if (durations === undefined) return `${key} is not in the archive; it can be read at any time.`
  const { underWay, until } = restoreState(head)
  if (underWay) return underWayText(key)
  if (until !== undefined) return `${key} has been restored already; it can be read until ${until}.`
  const duration = durations[options.tier]
  if (duration === undefined)
    return `${key} is in the class ${head.StorageClass}, for which there is no tier ${options.tier}.`
  if (!(await ask(stage, image, options))) return underWayText(key)
  return `${key} is being restored, which takes ${duration}. Then it can be read for ${counted(options.days, "day")}.`
}

const underWayText = (key: string) => `${key} is being restored already; darkroom show tells when it is there.`

async function headOf({ s3 }: Stage, { bucket, key }: Image): Promise<HeadObjectCommandOutput | undefined> {
  try {
    return await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key }))
  } catch (error) {
    if (statusOf(error) === 404) return undefined
    throw error
  }
}

/** False where somebody else has just asked. https://docs.aws.amazon.com/AmazonS3/latest/API/API_RestoreObject.html */
async function ask({ s3 }: Stage, { bucket, key }: Image, { days, tier }: RestoreOptions): Promise<boolean> {
  const RestoreRequest = { Days: days, GlacierJobParameters: { Tier: tier } }
  try {
    await s3.send(new RestoreObjectCommand({ Bucket: bucket, Key: key, RestoreRequest }))
    return true
  } catch (error) {
    if (statusOf(error) === 409) return false
    throw error
  }
}

/** S3 tells it in a header, such as `ongoing-request="false", expiry-date="Fri, 21 Dec 2012 00:00:00 GMT"`. */
function restoreState({ Restore = "" }: HeadObjectCommandOutput) {
  const expiry = Date.parse(/expiry-date="([^"]+)"/.exec(Restore)?.[1] ?? "")
  return {
    underWay: Restore.includes('ongoing-request="true"'),
    until: Number.isNaN(expiry) ? undefined : new Date(expiry).toISOString(),
  }
}

function statusOf(error: unknown): number | undefined {
  return (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode
}

function wholeDays(text: string): number {
  if (!/^[1-9]\d{0,3}$/.test(text)) throw new InvalidArgumentError("It must be a whole number of days from 1 on.")
  return Number(text)
}
