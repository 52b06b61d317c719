import { DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { DynamoDBDocumentClient, QueryCommand } from "@aws-sdk/lib-dynamodb"
import { startTables, tableNode } from "@darkroom/local/embedded"
import { afterAll, beforeAll } from "vitest"
import type { Documents } from "./documents.ts"
import { userKey } from "./keys.ts"

export const TABLE = "AlbumMetadata"

/** Ingest's table, and the bucket of the keys in it. */
export const ARRIVALS = { tableName: "Uploads", bucket: "photos" }

/** The table AlbumMetadata as stacks/tables.ts has it, for the tests of one file; each owner has a part of its own. */
export function albumMetadataTable() {
  let tables: Awaited<ReturnType<typeof startTables>>
  let client: DynamoDBDocumentClient
  beforeAll(async () => {
    tables = await startTables([
      tableNode({ name: TABLE, hashKey: "pk", rangeKey: "sk" }),
      tableNode({ name: ARRIVALS.tableName, hashKey: "object" }),
    ])
    client = DynamoDBDocumentClient.from(new DynamoDBClient(tables.client))
  })
  afterAll(() => tables.close())
  const documents: Documents = {
    send: ((command: Parameters<Documents["send"]>[0]) => client.send(command)) as Documents["send"],
  }
  let owners = 0
  return {
    documents,
    /** Somebody who has nothing yet. */
    newOwner: () => `owner-${++owners}`,
    /** All of somebody's items whose sort key begins so. */
    async items(owner: string, prefix = "") {
      const ofOwner = {
        KeyConditionExpression: "pk = :pk",
        ExpressionAttributeValues: { ":pk": userKey(owner) },
        ConsistentRead: true,
      }
      const { Items = [] } = await client.send(new QueryCommand({ TableName: TABLE, ...ofOwner }))
      return Items.filter(({ sk }) => String(sk).startsWith(prefix))
    },
  }
}

/** Fails every command from the given one on, as a crash would have it; counts from 1. */
export function failingFrom(documents: Documents, from: number): Documents {
  let sent = 0
  const send = async (command: never) => {
    if (++sent >= from) throw new Error("Crashed")
    return documents.send(command)
  }
  return { send: send as Documents["send"] }
}
