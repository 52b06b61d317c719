import { type DynamoDBDocumentClient, QueryCommand, type QueryCommandInput } from "@aws-sdk/lib-dynamodb"
import { EVENT_PREFIX, imageKey, LABEL_PREFIX, ownerLabel, RECORD } from "./keys.ts"
import type { ImageRecord, LabelItem, TimelineEntry } from "./record.ts"

/** Everything that the catalog has on one photo. */
export interface CatalogEntry {
  readonly record: ImageRecord
  /** Strongest first. */
  readonly labels: readonly LabelItem[]
  /** Oldest first. */
  readonly timeline: readonly TimelineEntry[]
}

export interface CatalogReader {
  /** The photo, or its tombstone; undefined where the catalog has never heard of it. */
  entry(imageId: string): Promise<CatalogEntry | undefined>
  /** Records of one owner, newest upload first. */
  ofOwner(owner: string, limit: number): Promise<ImageRecord[]>
  /** Ids of the owner's photos with that label at `minConfidence` per cent or more, most confident first. */
  withLabel(owner: string, name: string, minConfidence: number, limit: number): Promise<string[]>
}

/** Reads the table ImageMetadata; services/catalog alone writes it. */
export function catalogReader(client: Pick<DynamoDBDocumentClient, "send">, table: string): CatalogReader {
  const query = (input: Omit<QueryCommandInput, "TableName">) => queryAll(client, { TableName: table, ...input })
  return {
    async entry(imageId) {
      const items = await query({
        KeyConditionExpression: "pk = :pk",
        ExpressionAttributeValues: { ":pk": imageKey(imageId) },
        ConsistentRead: true,
      })
      return toEntry(items)
    },
    async ofOwner(owner, limit) {
      const condition = { KeyConditionExpression: "#owner = :owner", ExpressionAttributeNames: { "#owner": "owner" } }
      const items = await query({
        IndexName: "byOwner",
        ...condition,
        ExpressionAttributeValues: { ":owner": owner },
        ScanIndexForward: false,
        Limit: limit,
      })
      return items as unknown as ImageRecord[]
    },
    async withLabel(owner, name, minConfidence, limit) {
      const values = { ":label": ownerLabel(owner, name), ":min": minConfidence }
      const condition = {
        KeyConditionExpression: "ownerLabel = :label AND confidence >= :min",
        ExpressionAttributeValues: values,
      }
      const items = await query({ IndexName: "byLabel", ...condition, ScanIndexForward: false, Limit: limit })
      return items.map((item) => String(item["imageId"]))
    },
  }
}

type Item = Record<string, unknown>

function toEntry(items: readonly Item[]): CatalogEntry | undefined {
  const under = (prefix: string) => items.filter((item) => String(item["sk"]).startsWith(prefix))
  const record = items.find((item) => item["sk"] === RECORD) as ImageRecord | undefined
  if (record === undefined) return undefined
  return {
    record,
    labels: (under(LABEL_PREFIX) as unknown as LabelItem[]).sort(
      (a, b) => b.confidence - a.confidence || a.name.localeCompare(b.name),
    ),
    timeline: (under(EVENT_PREFIX) as unknown as TimelineEntry[]).sort((a, b) => a.time.localeCompare(b.time)),
  }
}

/** All pages, or `Limit` items. */
async function queryAll(client: Pick<DynamoDBDocumentClient, "send">, input: QueryCommandInput): Promise<Item[]> {
  const items: Item[] = []
  let start: Record<string, unknown> | undefined
  do {
    const page = await client.send(new QueryCommand({ ...input, ...(start ? { ExclusiveStartKey: start } : {}) }))
    items.push(...(page.Items ?? []))
    start = page.LastEvaluatedKey
  } while (start && (input.Limit === undefined || items.length < input.Limit))
  return items
}
