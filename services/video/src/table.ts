import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb"
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb"

/** The table VideoJobs: hash key `pk`, range key `sk`, time to live `expires` in seconds. */
export interface JobTable {
  readonly client: Pick<DynamoDBDocumentClient, "send">
  readonly name: string
}

/** Whether a conditional write was let through. */
export async function isWritten(write: Promise<unknown>): Promise<boolean> {
  return (await unlessRefused(write)) !== undefined
}

/** What a conditional write answers; undefined where its condition does not hold. */
export async function unlessRefused<Output>(write: Promise<Output>): Promise<Output | undefined> {
  try {
    return await write
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return undefined
    throw error
  }
}
