import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb"
import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  type PutCommandInput,
  QueryCommand,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb"
import {
  eventKey,
  type FailedMessage,
  failedKey,
  type Found,
  FOUND_PREFIX,
  foundItems,
  imageKey,
  type ImageRecord,
  LABEL_PREFIX,
  RECORD,
  recordKey,
  type Seen,
  seenItems,
  type TimelineEntry,
  watchKey,
  watchShard,
  type Written,
} from "@darkroom/catalog-model"
import type { Label, VideoLabel } from "@darkroom/events"
import { batchWriter } from "./batch-writer.ts"
import { type Change, updateOf } from "./change.ts"
import { labelItems } from "./label-items.ts"

export interface CatalogStore {
  /** Writes the change unless the record has a newer one; the record after it. Undefined where the photo has a tombstone. */
  apply(imageId: string, change: Change): Promise<ImageRecord | undefined>
  addToTimeline(imageId: string, entry: TimelineEntry): Promise<void>
  /** Makes these the labels of the photo or video: what an earlier event left is removed. */
  putLabels(imageId: string, owner: string, eventId: string, labels: readonly (Label | VideoLabel)[]): Promise<void>
  /** Keeps what an event found besides labels, apart from what others found: it is seen once the record's tagging is that event's. */
  putFound(imageId: string, written: Written, found: Found): Promise<void>
  /** The same of a video, labels included, whose items have not when they are seen. */
  putSeen(imageId: string, written: Written, seen: Seen): Promise<void>
  /** Removes what events before that one found. */
  dropOlderFound(imageId: string, time: string): Promise<void>
  /** Removes what that event found. */
  dropFound(imageId: string, eventId: string): Promise<void>
  /** Keeps a message that a service gave up, unless that of a later failure is there. */
  keepFailed(imageId: string, message: FailedMessage): Promise<void>
  /** Removes everything known of the photo but a tombstone. */
  bury(imageId: string, tombstone: Tombstone): Promise<void>
  tombstone(imageId: string): Promise<Tombstone | undefined>
  /** Has the photo looked at when this time has come, if not earlier. ISO 8601, UTC. */
  watch(imageId: string, due: string): Promise<void>
  /** Has it looked at no more. */
  unwatch(imageId: string): Promise<void>
}

interface Key {
  readonly pk: string
  readonly sk: string
}

export interface Tombstone {
  readonly deletedAt: string
  readonly replacedBy?: string
}

/** The table ImageMetadata, written by this service alone. */
export function catalogTable(client: Pick<DynamoDBDocumentClient, "send">, table: string): CatalogStore {
  const write = batchWriter(client, table)
  return {
    async apply(imageId, change) {
      try {
        const { Attributes } = await client.send(
          new UpdateCommand({
            TableName: table,
            Key: recordKey(imageId),
            ...updateOf(imageId, change),
            ReturnValues: "ALL_NEW",
          }),
        )
        return Attributes as ImageRecord
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error
        const record = await read(imageId)
        return record?.deletedAt === undefined ? record : undefined
      }
    },
    async addToTimeline(imageId, entry) {
      await client.send(new PutCommand({ TableName: table, Item: { ...eventKey(imageId, entry.eventId), ...entry } }))
    },
    async putLabels(imageId, owner, eventId, labels) {
      const items = labelItems(imageId, owner, eventId, labels)
      await write(items.map((Item) => ({ PutRequest: { Item } })))
      const names = new Set(labels.map(({ name }) => name))
      const old = (await keysUnder(imageId, LABEL_PREFIX)).filter(({ sk }) => !names.has(sk.slice(LABEL_PREFIX.length)))
      await write(old.map((Key) => ({ DeleteRequest: { Key } })))
    },
    async putFound(imageId, written, found) {
      const items = foundItems(imageId, { eventId: written.eventId, time: written.time }, found)
      await write(items.map((Item) => ({ PutRequest: { Item } })))
    },
    async putSeen(imageId, written, seen) {
      const items = seenItems(imageId, { eventId: written.eventId, time: written.time }, seen)
      await write(items.map((Item) => ({ PutRequest: { Item } })))
    },
    dropOlderFound: (imageId, time) => dropFound(imageId, (item) => item.time < time),
    dropFound: (imageId, eventId) => dropFound(imageId, (item) => item.eventId === eventId),
    async keepFailed(imageId, message) {
      await putIf("attribute_not_exists(pk) OR #time <= :time", {
        Item: { ...failedKey(imageId, message.service), ...message },
        ExpressionAttributeNames: { "#time": "time" },
        ExpressionAttributeValues: { ":time": message.time },
      })
    },
    async bury(imageId, tombstone) {
      // The tombstone first: whoever writes afterwards sees it and clears up behind itself. One that is there stays.
      const Item = { ...recordKey(imageId), imageId, ...tombstone }
      await putIf("attribute_not_exists(deletedAt)", { Item })
      const rest = (await keysUnder(imageId, "")).filter(({ sk }) => sk !== RECORD)
      await write(rest.map((Key) => ({ DeleteRequest: { Key } })))
    },
    async tombstone(imageId) {
      const record = await read(imageId)
      if (record?.deletedAt === undefined) return undefined
      const { deletedAt, replacedBy } = record
      return { deletedAt, ...(replacedBy === undefined ? {} : { replacedBy }) }
    },
    async watch(imageId, due) {
      await unlessRefused(
        new UpdateCommand({
          TableName: table,
          Key: watchKey(imageId),
          UpdateExpression: "SET imageId = :imageId, watch = :shard, due = :due",
          ConditionExpression: "attribute_not_exists(due) OR due > :due",
          ExpressionAttributeValues: { ":imageId": imageId, ":shard": watchShard(imageId), ":due": due },
        }),
      )
    },
    async unwatch(imageId) {
      await client.send(new DeleteCommand({ TableName: table, Key: watchKey(imageId) }))
    },
  }

  async function read(imageId: string): Promise<ImageRecord | undefined> {
    const { Item } = await client.send(
      new GetCommand({ TableName: table, Key: recordKey(imageId), ConsistentRead: true }),
    )
    return Item as ImageRecord | undefined
  }

  async function dropFound(imageId: string, isUnwanted: (item: Written) => boolean): Promise<void> {
    const found = (await under<Key & Written>(imageId, FOUND_PREFIX, "pk, sk, eventId, #time")).filter(isUnwanted)
    await write(found.map(({ pk, sk }) => ({ DeleteRequest: { Key: { pk, sk } } })))
  }

  /** Nothing happens where the condition does not hold. */
  async function putIf(ConditionExpression: string, put: Omit<PutCommandInput, "TableName">): Promise<void> {
    await unlessRefused(new PutCommand({ TableName: table, ...put, ConditionExpression }))
  }

  async function unlessRefused(command: PutCommand | UpdateCommand): Promise<void> {
    try {
      await client.send(command as PutCommand)
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error
    }
  }

  function keysUnder(imageId: string, prefix: string): Promise<Key[]> {
    return under<Key>(imageId, prefix, "pk, sk")
  }

  async function under<Shown extends Key>(imageId: string, prefix: string, attributes: string): Promise<Shown[]> {
    const items: Shown[] = []
    let start: Record<string, unknown> | undefined
    do {
      const page = await client.send(
        new QueryCommand({
          TableName: table,
          KeyConditionExpression: prefix ? "pk = :pk AND begins_with(sk, :prefix)" : "pk = :pk",
          ExpressionAttributeValues: { ":pk": imageKey(imageId), ...(prefix ? { ":prefix": prefix } : {}) },
          ProjectionExpression: attributes,
          ...(attributes.includes("#time") ? { ExpressionAttributeNames: { "#time": "time" } } : {}),
          ConsistentRead: true,
          ...(start ? { ExclusiveStartKey: start } : {}),
        }),
      )
      items.push(...((page.Items ?? []) as Shown[]))
      start = page.LastEvaluatedKey
    } while (start)
    return items
  }
}
