import { z } from "zod"
import { NotAManifest } from "../errors.ts"

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-inventory-location.html */
const manifestSchema = z.object({
  sourceBucket: z.string().min(1),
  destinationBucket: z.string().min(1),
  fileFormat: z.string(),
  fileSchema: z.string(),
  files: z.array(z.object({ key: z.string().min(1), size: z.number().nonnegative() })),
})

export interface InventoryManifest {
  /** Where the parts are, the inventory's destination. */
  readonly bucket: string
  /** Compressed sizes. */
  readonly parts: readonly { readonly key: string; readonly size: number }[]
  /** Names of the columns, in lower case. */
  readonly columns: readonly string[]
}

/** Reads an S3 Inventory's manifest.json. Throws NotAManifest. */
export function readInventoryManifest(text: string, where: string): InventoryManifest {
  const { data, error } = manifestSchema.safeParse(parseJson(text, where))
  if (data === undefined) throw new NotAManifest(where, error?.issues[0]?.message ?? "")
  if (data.fileFormat !== "CSV") throw new NotAManifest(where, `its format is ${data.fileFormat}; only CSV is read`)
  const columns = data.fileSchema.split(",").map((name) => name.trim().toLowerCase())
  if (!columns.includes("bucket") || !columns.includes("key"))
    throw new NotAManifest(where, "its columns have no Bucket and Key")
  const bucket = data.destinationBucket.split(":").at(-1) ?? data.destinationBucket
  return { bucket, parts: data.files, columns }
}

function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new NotAManifest(where, "it is no JSON", { cause })
  }
}
