import { AwsError } from "../errors.ts"
import { MAX_BATCH } from "./input.ts"

// oxlint-disable-next-line typescript/no-explicit-any -- unchecked wire input
type Entry = any

/** Runs each entry of a batch alone, so that one bad entry fails alone. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_BatchResultErrorEntry.html */
export function runBatch(entries: unknown, run: (entry: Entry) => object) {
  const successful: object[] = []
  const failed: object[] = []
  for (const entry of checkedEntries(entries)) {
    try {
      successful.push({ Id: entry.Id, ...run(entry) })
    } catch (error) {
      if (!(error instanceof AwsError)) throw error
      failed.push({ Id: entry.Id, SenderFault: error.status < 500, Code: error.code, Message: error.message })
    }
  }
  return { Successful: successful, Failed: failed }
}

function checkedEntries(entries: unknown): Entry[] {
  if (!Array.isArray(entries) || entries.length === 0) {
    throw new AwsError("EmptyBatchRequest", "There should be at least one entry in the request.")
  }
  if (entries.length > MAX_BATCH) {
    throw new AwsError(
      "TooManyEntriesInBatchRequest",
      `Maximum number of entries per request are ${MAX_BATCH}. You have sent ${entries.length}.`,
    )
  }
  const ids = entries.map((entry: Entry) => String(entry.Id))
  if (ids.some((id) => !/^[\w-]{1,80}$/.test(id))) {
    throw new AwsError(
      "InvalidBatchEntryId",
      "A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.",
    )
  }
  const repeated = ids.find((id, index) => ids.indexOf(id) !== index)
  if (repeated !== undefined) throw new AwsError("BatchEntryIdsNotDistinct", `Id ${repeated} repeated.`)
  return entries
}
