import { IdempotencyConfig, makeIdempotent } from "@aws-lambda-powertools/idempotency"
import type { BasePersistenceLayer } from "@aws-lambda-powertools/idempotency/persistence"
import type { Context } from "aws-lambda"

/** As long as messages stay in their queues: no duplicate of SQS or EventBridge can be older. */
export const REMEMBERED_SECONDS = 14 * 24 * 3600

/** Runs the work unless work of that key has been done already; throws while it is being done elsewhere. */
export type Once = (key: string, context: Context, work: () => Promise<void>) => Promise<void>

/** Powertools' idempotency: https://docs.aws.amazon.com/powertools/typescript/latest/features/idempotency/ */
export function onceWith(store: BasePersistenceLayer, subscriber: string): Once {
  const config = new IdempotencyConfig({
    eventKeyJmesPath: "key",
    throwOnNoIdempotencyKey: true,
    expiresAfterSeconds: REMEMBERED_SECONDS,
  })
  return async (key, context, work) => {
    config.registerLambdaContext(context)
    await makeIdempotent((_input: { key: string }) => work(), {
      persistenceStore: store,
      config,
      keyPrefix: subscriber,
    })({
      key,
    })
  }
}
