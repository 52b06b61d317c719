import { watchShards } from "./keys.ts"
import { type Documents, queryAll } from "./table-reads.ts"

/** Ids of the photos and videos of which the catalog has said that a step is stalled, and which it waits for still. */
export async function* stalledPhotos(client: Documents, TableName: string): AsyncGenerator<string> {
  for (const shard of watchShards) {
    const items = await queryAll(client, {
      TableName,
      IndexName: "byDue",
      KeyConditionExpression: "watch = :shard",
      FilterExpression: "size(stalled) > :none",
      ExpressionAttributeValues: { ":shard": shard, ":none": 0 },
    })
    yield* items.map(({ imageId }) => String(imageId))
  }
}
