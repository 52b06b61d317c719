import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb"
import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  QueryCommand,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb"
import {
  eventKey,
  type ImageRecord,
  recordKey,
  type TimelineEntry,
  watchKey,
  watchShards,
} from "@darkroom/catalog-model"
import type { Step } from "@darkroom/events"

/** A photo or video whose time has come: something may be overdue. */
export interface Watched {
  readonly imageId: string
  /** When it was to be looked at, UTC. */
  readonly due: string
  /** What was said to be stalled already. */
  readonly stalled: readonly StalledStep[]
}

export interface StalledStep {
  readonly step: Step
  /** Since when it is waited for, UTC. */
  readonly since: string
}

/** Photos and videos that are waited for, in the table ImageMetadata. */
export interface WatchedPhotos {
  /** Those whose time has come, by partition the longest overdue first, page by page. `now`: UTC. */
  due(now: string): AsyncGenerator<readonly Watched[]>
  record(imageId: string): Promise<ImageRecord | undefined>
  event(imageId: string, eventId: string): Promise<TimelineEntry | undefined>
  /** Looks again then. Nothing happens where somebody else has decided meanwhile. */
  postpone(watched: Watched, due: string, stalled: readonly StalledStep[]): Promise<void>
  /** Looks no more; likewise. */
  end(watched: Watched): Promise<void>
}

const PAGE = 50
const MINUTE = 60_000

/** All partitions, each minute another first: where one has more than a turn can look at, the others are not left out. */
function inTurn(now: string): string[] {
  const first = Math.floor(Date.parse(now) / MINUTE) % watchShards.length
  return [...watchShards.slice(first), ...watchShards.slice(0, first)]
}

export function watchedPhotos(client: Pick<DynamoDBDocumentClient, "send">, TableName: string): WatchedPhotos {
  return {
    async *due(now) {
      for (const shard of inTurn(now)) yield* dueOf(shard, now)
    },
    record: async (imageId) => (await get(recordKey(imageId))) as ImageRecord | undefined,
    event: async (imageId, eventId) => (await get(eventKey(imageId, eventId))) as TimelineEntry | undefined,
    postpone: ({ imageId, due: was }, due, stalled) =>
      ifUnchanged(
        new UpdateCommand({
          TableName,
          Key: watchKey(imageId),
          UpdateExpression: "SET due = :due, stalled = :stalled",
          ConditionExpression: "due = :was",
          ExpressionAttributeValues: { ":due": due, ":stalled": stalled, ":was": was },
        }),
      ),
    end: ({ imageId, due }) =>
      ifUnchanged(
        new DeleteCommand({
          TableName,
          Key: watchKey(imageId),
          ConditionExpression: "due = :was",
          ExpressionAttributeValues: { ":was": due },
        }),
      ),
  }

  async function* dueOf(shard: string, now: string): AsyncGenerator<readonly Watched[]> {
    let start: Record<string, unknown> | undefined
    do {
      const { Items = [], LastEvaluatedKey } = await client.send(
        new QueryCommand({
          TableName,
          IndexName: "byDue",
          KeyConditionExpression: "watch = :shard AND due <= :now",
          ExpressionAttributeValues: { ":shard": shard, ":now": now },
          Limit: PAGE,
          ...(start ? { ExclusiveStartKey: start } : {}),
        }),
      )
      yield Items.map(({ imageId, due, stalled = [] }) => ({ imageId, due, stalled }))
      start = LastEvaluatedKey
    } while (start)
  }

  async function get(Key: Record<string, string>): Promise<Record<string, unknown> | undefined> {
    return (await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }))).Item
  }

  async function ifUnchanged(command: UpdateCommand | DeleteCommand): Promise<void> {
    try {
      await client.send(command as UpdateCommand)
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error
    }
  }
}
