import { BatchWriteCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb"
import { setTimeout as sleep } from "node:timers/promises"

/** BatchWriteItem takes 25. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html */
const BATCH = 25

/** Puts and deletes items of the table, and those once more that DynamoDB leaves. */
export function batchWriter(client: Pick<DynamoDBDocumentClient, "send">, table: string) {
  return async (requests: readonly Record<string, object>[]): Promise<void> => {
    for (let start = 0; start < requests.length; start += BATCH) {
      let pending: Record<string, unknown[]> | undefined = { [table]: requests.slice(start, start + BATCH) }
      for (let attempt = 0; pending?.[table]?.length; attempt++) {
        if (attempt > 0) await sleep(50 * 2 ** attempt)
        if (attempt > 6) throw new Error(`DynamoDB left ${pending[table].length} items of ${table} unprocessed`)
        pending = (await client.send(new BatchWriteCommand({ RequestItems: pending as never }))).UnprocessedItems
      }
    }
  }
}
