import type { EventDefinition } from "@darkroom/events"
import { CLAIMS_PREFIX } from "@darkroom/lambda/claims-prefix"
import { bus } from "./bus.ts"
import { output } from "./storage.ts"
import { idempotency } from "./tables.ts"

/** An event of the contract, as far as the stacks look at it. */
export type AnyEvent = Pick<EventDefinition, "name" | "source" | "pattern">

/** What packages/lambda does for a service: publish its events and no others, read those that it consumes, and remember both. */
export function runtimePermissions({ consumes, emits }: { consumes: readonly AnyEvent[]; emits: readonly AnyEvent[] }) {
  return [
    {
      actions: ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem"],
      resources: [idempotency.arn],
    },
    ...(consumes.length > 0 ? [readClaims(consumes)] : []),
    ...(emits.length > 0 ? [{ actions: ["s3:PutObject"], resources: emits.map(claimsOf) }, publish(emits)] : []),
  ]
}

export function readClaims(events: readonly AnyEvent[]) {
  return { actions: ["s3:GetObject"], resources: events.map(claimsOf) }
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-conditions.html */
export function publish(emits: readonly AnyEvent[]) {
  return {
    actions: ["events:PutEvents"],
    resources: [bus.arn],
    conditions: [
      { test: "StringEquals", variable: "events:source", values: [...new Set(emits.map(({ source }) => source))] },
      { test: "StringEquals", variable: "events:detail-type", values: emits.map(({ name }) => name) },
    ],
  }
}

function claimsOf({ name }: AnyEvent) {
  return $interpolate`${output.arn}/${CLAIMS_PREFIX}${name}/*`
}

/** What reading a queue by an event source mapping needs, and packages/lambda's backoff. */
export const consumeQueue = [
  "sqs:ReceiveMessage",
  "sqs:DeleteMessage",
  "sqs:GetQueueAttributes",
  "sqs:ChangeMessageVisibility",
]
