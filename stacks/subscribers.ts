import { rulePatterns } from "@darkroom/events"
import { bus } from "./bus.ts"
import { queueRetention } from "./retention.ts"
import { type AnyEvent, consumeQueue, runtimePermissions } from "./runtime-permissions.ts"
import { output } from "./storage.ts"
import { idempotency } from "./tables.ts"

/** Attempts after which a message becomes a dead letter, unless the subscriber says otherwise. */
export const MAX_RECEIVES = 5

/**
 * SQS's largest maxReceiveCount, for messages that wait for their turn: each time they are throttled counts as a receive.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-configure-dead-letter-queue.html
 */
export const MOST_RECEIVES = 1000

/** Timeout of services/failures, in seconds. */
export const FAILURES_TIMEOUT = 20

export type OnReplay = "redo" | "project" | "drop"

export interface SubscriberArgs {
  /** Name of the folder under services/. */
  service: string
  /** The file in its src/ that exports `handler`, where it is not handler.ts; the function is named after both. */
  file?: string
  /** Name of the function and its resources, where several functions run the same file. Default: after service and file. */
  name?: string
  /** Events of the contract that it consumes. */
  on: readonly AnyEvent[]
  /** Events of the contract that it emits. */
  emits?: readonly AnyEvent[]
  /** Handles events of backfills from a queue of their own, so that they delay no live upload. `maxConcurrency`: of that queue. */
  backfillLane?: { maxConcurrency: number }
  /** Events of other buses that it consumes, too; each gets a rule. */
  foreign?: { bus: sst.aws.Bus; pattern: object }[]
  /** A topic whose messages it consumes instead of events. */
  topic?: sst.aws.SnsTopic
  link?: (sst.aws.Bucket | sst.aws.Dynamo | sst.aws.Realtime | sst.aws.SnsTopic | sst.Secret)[]
  permissions?: {
    actions: string[]
    resources: $util.Input<string>[]
    conditions?: { test: string; variable: string; values: string[] }[]
  }[]
  environment?: Record<string, $util.Input<string>>
  timeout?: number
  memory?: `${number} MB`
  /** Messages that one invocation takes. */
  batch?: number
  /** Attempts after which a message becomes a dead letter. Default MAX_RECEIVES. */
  maxReceives?: number
  /** Seconds between two attempts, at the most. Default 900. */
  maxBackoff?: number
  /** What it does with a replayed event. `redo`: handles it again. `project`: writes its records again and emits nothing. `drop`: ignores it. Default `redo`. */
  onReplay?: OnReplay
  /** It calls a service that throttles it: being throttled is no failed attempt. */
  patient?: boolean
  /** Concurrent invocations, at most: limits the calls to what the service uses. */
  maxConcurrency?: number
  /** npm packages with native code, installed for the target instead of bundled; with a version where package.json has none. */
  install?: string[] | Record<string, string>
}

export interface Subscriber {
  service: string
  /** Name of the function. */
  name: string
  /** ARNs of the rules that feed it, each with the names of the events that it passes on; none for what a topic feeds. */
  rules: { arn: $util.Output<string>; events: string[] }[]
  onReplay: OnReplay
  /** Events that wait to be handled. */
  queue: sst.aws.Queue
  deadLetters: sst.aws.Queue
  /** Events of backfills that wait to be handled. */
  backfillQueue?: sst.aws.Queue
  handler: sst.aws.Function
  /** All rules that feed it, also those on other buses. */
  eventRules: aws.cloudwatch.EventRule[]
}

/** A queue for failed messages, which services/failures reads. */
export function deadLetterQueue(name: string): sst.aws.Queue {
  return new sst.aws.Queue(name, {
    visibilityTimeout: `${FAILURES_TIMEOUT * 6} seconds`,
    transform: { queue: { messageRetentionSeconds: queueRetention } },
  })
}

/** The dead-letter queue of all event rules: events that EventBridge could not deliver to a queue. */
export const undelivered = deadLetterQueue("Undelivered")

// EventBridge has no role for SQS targets: the queue itself says which rules may put into it.
export function acceptFromRules(name: string, queue: sst.aws.Queue, rules: $util.Input<string>[]) {
  accept(name, queue, "events.amazonaws.com", rules)
}

function accept(name: string, queue: sst.aws.Queue, service: string, sources: $util.Input<string>[]) {
  const statement = {
    Effect: "Allow",
    Principal: { Service: service },
    Action: "sqs:SendMessage",
    Resource: queue.arn,
    Condition: { ArnLike: { "aws:SourceArn": sources } },
  }
  new aws.sqs.QueuePolicy(`${name}Policy`, {
    queueUrl: queue.url,
    policy: $jsonStringify({ Version: "2012-10-17", Statement: [statement] }),
  })
}
const identity = aws.getCallerIdentityOutput({})
acceptFromRules("Undelivered", undelivered, [$interpolate`arn:aws:events:*:${identity.accountId}:rule/*`])

/** rule -> queue -> function -> dead-letter queue, for one service; with a lane for backfills, two rules and two queues. */
export function subscribe(args: SubscriberArgs): Subscriber {
  const name = args.name ?? pascal(args.file === undefined ? args.service : `${args.service}-${args.file}`)
  const timeout = args.timeout ?? 20
  const deadLetters = deadLetterQueue(`${name}DeadLetters`)
  const eventQueue = (queueName: string) =>
    new sst.aws.Queue(queueName, {
      // https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html: six times the function's timeout
      visibilityTimeout: `${timeout * 6} seconds`,
      dlq: { queue: deadLetters.arn, retry: queueReceives(args) },
      transform: { queue: { messageRetentionSeconds: queueRetention } },
    })
  const queue = eventQueue(`${name}Events`)
  const backfillQueue = args.backfillLane && eventQueue(`${name}Backfill`)
  const { own, foreign } = args.topic ? { own: [], foreign: [] } : createRules(name, args, queue)
  if (args.topic) subscribeToTopic(name, args.topic, queue)
  if (backfillQueue) {
    const backfillRules = createOwnRules(`${name}Backfill`, args, BACKFILL, backfillQueue)
    acceptFromRules(
      `${name}Backfill`,
      backfillQueue,
      backfillRules.map(({ rule }) => rule.arn),
    )
    own.push(...backfillRules)
  }
  const queues = backfillQueue ? [queue, backfillQueue] : [queue]
  const handler = new sst.aws.Function(name, functionArgs(name, args, timeout, queues, deadLetters))
  read(queue, handler, args)
  if (backfillQueue) read(backfillQueue, handler, { ...args, ...args.backfillLane })
  return {
    service: args.service,
    name,
    rules: own.map(({ rule, events }) => ({ arn: rule.arn, events })),
    onReplay: args.onReplay ?? "redo",
    queue,
    deadLetters,
    handler,
    eventRules: [...own.map(({ rule }) => rule), ...foreign],
    ...(backfillQueue ? { backfillQueue } : {}),
  }
}

function read(queue: sst.aws.Queue, handler: sst.aws.Function, { batch = 10, maxConcurrency }: SubscriberArgs) {
  // Pulumi takes all of a function for secret that has a secret in its environment; the ARN is none.
  queue.subscribe($util.unsecret(handler.arn), {
    batch: { size: batch, partialResponses: true },
    transform: maxConcurrency
      ? { eventSourceMapping: { scalingConfig: { maximumConcurrency: maxConcurrency } } }
      : undefined,
  })
}

/** What tells the lanes apart. An event keeps its origin when it is replayed. */
const BACKFILL = { detail: { metadata: { origin: ["backfill"] } } }
type Lane = Parameters<typeof rulePatterns>[1]
const LIVE = { detail: { metadata: { origin: [{ "anything-but": ["backfill"] }] } } }

function queueReceives({ patient, maxReceives = MAX_RECEIVES }: SubscriberArgs): number {
  return patient ? MOST_RECEIVES : maxReceives
}

interface OwnRule {
  rule: aws.cloudwatch.EventRule
  events: string[]
}

/** Those on Darkroom's own bus, with the events of each, and those on others. */
function createRules(
  name: string,
  args: SubscriberArgs,
  queue: sst.aws.Queue,
): { own: OwnRule[]; foreign: aws.cloudwatch.EventRule[] } {
  const { service, backfillLane, foreign = [] } = args
  const own = createOwnRules(name, args, backfillLane ? LIVE : {}, queue)
  const others = foreign.map(({ bus: other, pattern }, index) =>
    createRule(`${name}Foreign${index || ""}`, consumedBy(service), other, pattern, queue),
  )
  acceptFromRules(
    `${name}Events`,
    queue,
    [...own.map(({ rule }) => rule), ...others].map(({ arn }) => arn),
  )
  return { own, foreign: others }
}

/** One for all events in their present version, so that a replay to a service names one rule a lane; more for earlier versions. */
function createOwnRules(name: string, { service, on }: SubscriberArgs, lane: Lane, queue: sst.aws.Queue): OwnRule[] {
  return rulePatterns(on, lane).map((pattern, index) => ({
    rule: createRule(`${name}${index === 0 ? "" : `Earlier${index}`}`, consumedBy(service), bus, pattern, queue),
    events: pattern["detail-type"],
  }))
}

function subscribeToTopic(name: string, topic: sst.aws.SnsTopic, queue: sst.aws.Queue) {
  accept(`${name}Events`, queue, "sns.amazonaws.com", [topic.arn])
  new aws.sns.TopicSubscription(`${name}Subscription`, { topic: topic.arn, protocol: "sqs", endpoint: queue.arn })
}

/** `description`: whose the events are. */
export function createRule(
  name: string,
  description: string,
  eventBus: sst.aws.Bus,
  pattern: object,
  queue: sst.aws.Queue,
) {
  const rule = new aws.cloudwatch.EventRule(`${name}Rule`, {
    eventBusName: eventBus.name,
    description,
    eventPattern: $jsonStringify(pattern),
  })
  new aws.cloudwatch.EventTarget(`${name}Target`, {
    rule: rule.name,
    eventBusName: eventBus.name,
    arn: queue.arn,
    deadLetterConfig: { arn: undelivered.arn },
    retryPolicy: { maximumEventAgeInSeconds: 24 * 3600, maximumRetryAttempts: 185 },
  })
  return rule
}

function consumedBy(service: string): string {
  return `What services/${service} consumes`
}

function functionArgs(
  name: string,
  args: SubscriberArgs,
  timeout: number,
  queues: readonly sst.aws.Queue[],
  deadLetters: sst.aws.Queue,
): sst.aws.FunctionArgs {
  return {
    ...handlerOf(args.service, args.file),
    timeout: `${timeout} seconds`,
    memory: args.memory ?? "512 MB",
    link: [bus, output, idempotency, ...(args.link ?? [])],
    environment: {
      DARKROOM_SERVICE: args.service,
      DARKROOM_SUBSCRIBER: name,
      DARKROOM_MAX_RECEIVES: String(args.maxReceives ?? MAX_RECEIVES),
      DARKROOM_QUEUE_RECEIVES: String(queueReceives(args)),
      DARKROOM_DEAD_LETTER_URL: deadLetters.url,
      ...(args.maxBackoff === undefined ? {} : { DARKROOM_MAX_BACKOFF: String(args.maxBackoff) }),
      ...args.environment,
    },
    permissions: [
      ...runtimePermissions({ consumes: args.on, emits: args.emits ?? [] }),
      { actions: consumeQueue, resources: queues.map(({ arn }) => arn) },
      { actions: ["sqs:SendMessage"], resources: [deadLetters.arn] },
      ...(args.permissions ?? []),
    ],
    nodejs: args.install ? { install: args.install } : undefined,
  }
}

export function handlerOf(service: string, file = "handler") {
  return { handler: `services/${service}/src/${file}.handler` }
}

export function pascal(service: string): string {
  return service.replace(/(^|-)(\w)/g, (_, __, letter: string) => letter.toUpperCase())
}
