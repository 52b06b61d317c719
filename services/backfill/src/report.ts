import type { S3Client } from "@aws-sdk/client-s3"
import { Upload } from "@aws-sdk/lib-storage"
import { Readable } from "node:stream"
import { csvRow } from "./csv/write-row.ts"
import type { RefusedRow } from "./refused-rows.ts"

/** More than anybody reads, and less than a function can write in its time. */
export const MAX_REPORT_ROWS = 1_000_000

/** Writes an object of text that comes in pieces, and holds no more than some of them. */
export type WriteObject = (key: string, text: AsyncIterable<string>) => Promise<void>

export function objectWriter(client: S3Client, Bucket: string): WriteObject {
  return async (Key, text) => {
    const params = { Bucket, Key, Body: Readable.from(text), ContentType: "text/csv; charset=utf-8" }
    await new Upload({ client, params, queueSize: 1 }).done()
  }
}

/** The report as CSV: a line for each row that was not taken, with its place, what is written there and the reason. */
export async function* reportOf(rows: AsyncIterable<RefusedRow>, most = MAX_REPORT_ROWS): AsyncGenerator<string> {
  yield csvRow(["row", "key", "reason"])
  let count = 0
  for await (const { row, text, reason } of rows) {
    if (count++ === most) return yield csvRow(["", "", `there are more; only the first ${most} are told`])
    yield csvRow([row, text, reason])
  }
}
