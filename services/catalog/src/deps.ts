import { DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb"
import { lazy, linked } from "@darkroom/lambda"
import { type CatalogStore, catalogTable } from "./catalog-store.ts"

export interface Deps {
  readonly store: CatalogStore
}

export const defaultDeps = lazy((): Deps => {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({}), {
    marshallOptions: { removeUndefinedValues: true },
  })
  return { store: catalogTable(client, linked("ImageMetadata").name) }
})
