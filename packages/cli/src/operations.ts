import { z } from "zod"
import { ResourceMissing } from "./errors.ts"
import type { Links } from "./links.ts"

const subscriberSchema = z.object({
  service: z.string().min(1),
  /** Of its function, in stacks/. */
  name: z.string().min(1),
  /** Rules of Darkroom's bus that feed it; none where a topic or another service does. */
  rules: z.array(z.object({ arn: z.string().min(1), events: z.array(z.string()) })),
  /** What it makes of an event that a replay brings: all once more, the same record once more and no new event, or nothing. */
  onReplay: z.enum(["redo", "project", "drop"]),
  /** URLs: of the lane of live events, then of that of backfills where it has one. */
  queues: z.array(z.url()),
  /** URL. */
  deadLetters: z.url(),
})

/** What stacks/operations.ts tells. */
const operationsSchema = z.object({
  /** ARN of the archive of all events. */
  archive: z.string().min(1),
  /** Days that it keeps them. */
  archiveDays: z.number().positive(),
  /** ARN of the bus that it is of. */
  bus: z.string().min(1),
  /** By which the archive is read: the ARN of a rule for replays whose names begin with the prefix, and the URL of its queue. */
  tap: z.object({ rule: z.string().min(1), queue: z.url(), prefix: z.string().min(1) }),
  /** URL of the queue of what rules could not deliver. */
  undelivered: z.url(),
  subscribers: z.array(subscriberSchema),
  /** By its name in stacks/, with its name on AWS and its memory in MB. */
  functions: z.array(z.object({ id: z.string().min(1), name: z.string().min(1), memory: z.number().positive() })),
  /** CloudWatch's namespace of what packages/lambda counts. */
  metrics: z.string().min(1),
})

export type SubscriberTarget = z.infer<typeof subscriberSchema>
export type Operations = z.infer<typeof operationsSchema>

/** Throws ResourceMissing where the stage is none of Darkroom, or an older one. */
export function operationsOf({ name, links }: { name: string; links: Links }): Operations {
  const parsed = operationsSchema.safeParse(links["Operations"])
  if (!parsed.success) throw new ResourceMissing("Operations", name)
  return parsed.data
}

/** URL of the lane that an event came by: it keeps its origin, whoever sends it again. Undefined where the subscriber has no queue. */
export function laneOf(
  { queues: [live, backfill] }: Pick<SubscriberTarget, "queues">,
  origin: string | undefined,
): string | undefined {
  return (origin === "backfill" ? backfill : undefined) ?? live
}

/** The names of those that consume something. */
export function servicesOf({ subscribers }: Pick<Operations, "subscribers">): string[] {
  return [...new Set(subscribers.map(({ service }) => service))]
}
