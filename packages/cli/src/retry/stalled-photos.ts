import { QueryCommand } from "@aws-sdk/lib-dynamodb"
import { watchShards } from "@darkroom/catalog-model"

type Item = Record<string, unknown>

interface Documents {
  send(command: QueryCommand): Promise<{ Items?: Item[] | undefined; LastEvaluatedKey?: Item | undefined }>
}

/** Ids of the photos and videos of which the catalog has said that a step is stalled, and which it waits for still. */
export async function* stalledPhotos(documents: Documents, TableName: string): AsyncGenerator<string> {
  for (const shard of watchShards) {
    let start: Item | undefined
    do {
      const { Items = [], LastEvaluatedKey } = await documents.send(
        new QueryCommand({
          TableName,
          IndexName: "byDue",
          KeyConditionExpression: "watch = :shard",
          FilterExpression: "size(stalled) > :none",
          ExpressionAttributeValues: { ":shard": shard, ":none": 0 },
          ...(start ? { ExclusiveStartKey: start } : {}),
        }),
      )
      yield* Items.map(({ imageId }) => String(imageId))
      start = LastEvaluatedKey
    } while (start)
  }
}
