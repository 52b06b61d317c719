import { DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb"
import { type StepLimits, stepLimits } from "@darkroom/catalog-model"
import { stepSchema } from "@darkroom/events"
import { lazy, linked } from "@darkroom/lambda"
import { type CatalogStore, catalogTable } from "./catalog-store.ts"

export interface Deps {
  readonly store: CatalogStore
  readonly limits: StepLimits
}

export const catalogDocuments = lazy(() =>
  DynamoDBDocumentClient.from(new DynamoDBClient({}), { marshallOptions: { removeUndefinedValues: true } }),
)

export const defaultDeps = lazy((): Deps => ({
  store: catalogTable(catalogDocuments(), linked("ImageMetadata").name),
  limits: limitsIn(process.env),
}))

/** The limits, or one for every step where the environment says so: nobody tries it out by waiting for hours. */
export function limitsIn(environment: Readonly<Record<string, string | undefined>>): StepLimits {
  const seconds = Number(environment["DARKROOM_STEP_SECONDS"])
  if (!(seconds > 0)) return stepLimits
  const limit = { live: seconds, backfill: seconds }
  return Object.fromEntries(stepSchema.options.map((step) => [step, limit])) as unknown as StepLimits
}
