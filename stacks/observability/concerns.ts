import { api } from "../gallery.ts"
import { alarmLimits } from "../limits.ts"
import type { Concern, Watch } from "./alarm.ts"
import {
  ofApi,
  ofFunction,
  ofIndex,
  ofLambda,
  ofQueue,
  ofRekognition,
  ofRekognitionCall,
  ofRule,
  ofService,
  ofTable,
  sum,
} from "./metric.ts"
import { backfillQueues, deadLetterQueues, functions, liveQueues, rules, watchedTables } from "./watched.ts"

const MINUTES = 60
const HOURS = 3_600

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-limits.html */
const METRICS_A_FORMULA = 10

/** USD for an image in the first tier, as bench/backfill/aws-figures.ts has it. */
const IMAGE_PRICE = 0.001

const IMAGE_CALLS = ["DetectLabels", "DetectFaces", "DetectText", "DetectModerationLabels", "RecognizeCelebrities"]

/** A message that is tried again after its backoff grows old; five attempts take less than this. */
const LIVE_AGE = 15 * MINUTES
/** Those that wait for Rekognition's rate, and work that takes minutes a message. */
const LIVE_AGES: Readonly<Record<string, number>> = { Tagging: 1 * HOURS, BackfillWorkHandler: 1 * HOURS }
/** A backfill adds nothing to a lane of 10,000 messages, and the slowest takes some hours for so many. */
const BACKFILL_AGE = 6 * HOURS

const byId = <Node extends { id: string }>(nodes: readonly Node[], watch: (node: Node) => Watch) =>
  Object.fromEntries(nodes.map((node) => [node.id, watch(node)] as const))

/** All that people are told of: no more than they can read. */
export const concerns: readonly Concern[] = [
  {
    name: "live-events-wait",
    problem: "Events of live uploads have waited for longer than retries explain.",
    watches: byId(liveQueues, ({ id, name }) => ({
      figure: ofQueue(name, "ApproximateAgeOfOldestMessage", "Maximum"),
      from: LIVE_AGES[id] ?? LIVE_AGE,
      period: 1 * MINUTES,
      periods: 5,
    })),
  },
  {
    name: "backfill-events-wait",
    problem: "A backfill's events have waited for hours: its lane is stuck, not slow.",
    watches: byId(backfillQueues, ({ name }) => ({
      figure: ofQueue(name, "ApproximateAgeOfOldestMessage", "Maximum"),
      from: BACKFILL_AGE,
      period: 5 * MINUTES,
      periods: 3,
    })),
  },
  {
    name: "dead-letters-stay",
    problem: "Dead letters lie in their queue, and nobody is told of them.",
    watches: byId(deadLetterQueues, ({ name }) => ({
      figure: ofQueue(name, "ApproximateNumberOfMessagesVisible", "Maximum"),
      from: 1,
      period: 5 * MINUTES,
      periods: 3,
    })),
  },
  {
    name: "photos-fail",
    problem: "More than two per cent of the messages are given up (ProcessingFailed).",
    watches: {
      figure: {
        expression: "IF(FILL(failed, 0) >= 5, 100 * FILL(failed, 0) / (FILL(failed, 0) + FILL(handled, 0)), 0)",
        metrics: { failed: ofService("failures", "Handled"), handled: ofService("catalog", "Handled") },
      },
      from: 2,
      period: 15 * MINUTES,
      periods: 1,
    },
  },
  {
    name: "photos-stall",
    problem: "Steps of photos have neither ended nor failed in the time that they may take (ImageStalled).",
    watches: { figure: ofService("catalog", "Stalled"), from: 1, period: 15 * MINUTES, periods: 1 },
  },
  {
    name: "dead-letters-untold",
    problem: "What a webhook, or who tells of failures, gave up was kept, and no event tells of it.",
    watches: { figure: ofService("failures", "Untold"), from: 1, period: 15 * MINUTES, periods: 1 },
  },
  {
    name: "functions-fail",
    problem: "Invocations of a function end in an error: a crash, a timeout or too little memory.",
    watches: byId(functions, ({ name }) => ({
      figure: ofFunction(name, "Errors"),
      from: 3,
      period: 5 * MINUTES,
      periods: 3,
      breaching: 2,
    })),
  },
  {
    name: "functions-near-timeout",
    problem: "One in twenty invocations takes more than 80 per cent of the function's timeout.",
    watches: byId(functions, ({ name, timeout }) => ({
      figure: ofFunction(name, "Duration", "p95"),
      // Milliseconds.
      from: timeout.apply((seconds) => seconds * 800),
      period: 5 * MINUTES,
      periods: 3,
    })),
  },
  {
    name: "functions-throttled",
    problem: "Lambda refuses invocations in this account and region.",
    watches: { figure: ofLambda("Throttles"), from: 10, period: 5 * MINUTES, periods: 3 },
  },
  {
    name: "concurrency-near-quota",
    problem: "80 per cent of the invocations that this account may have at once are taken.",
    watches: {
      figure: ofLambda("ConcurrentExecutions", "Maximum"),
      from: 0.8 * alarmLimits.concurrentExecutions,
      period: 1 * MINUTES,
      periods: 10,
      breaching: 5,
    },
  },
  {
    name: "events-undelivered",
    problem: "EventBridge could not put events into their queues.",
    watches: Object.fromEntries(
      inGroups(rules).map((group, index) => [
        `rules-${index + 1}`,
        {
          figure: sum(group.map((rule) => ofRule(rule, "FailedInvocations"))),
          from: 1,
          period: 5 * MINUTES,
          periods: 1,
        },
      ]),
    ),
  },
  {
    name: "recognition-throttled",
    problem: "Rekognition refuses more calls than it takes.",
    watches: {
      figure: {
        expression: "IF(FILL(throttled, 0) >= 50, 100 * FILL(throttled, 0) / (FILL(throttled, 0) + FILL(taken, 0)), 0)",
        metrics: { throttled: ofRekognition("ThrottledCount"), taken: ofRekognition("SuccessfulRequestCount") },
      },
      from: 50,
      period: 5 * MINUTES,
      periods: 6,
    },
  },
  {
    name: "tables-throttled",
    problem: "DynamoDB refuses reads or writes of a table or one of its indexes.",
    watches: byId(watchedTables, ({ name, indexes }) => ({
      figure: sum([
        ...["ReadThrottleEvents", "WriteThrottleEvents"].map((metric) => ofTable(name, metric)),
        ...indexes.map((index) => ofIndex(name, index, "WriteThrottleEvents")),
      ]),
      from: 10,
      period: 5 * MINUTES,
      periods: 3,
    })),
  },
  {
    name: "api-fails",
    problem: "The gallery's API answers with 5xx.",
    watches: {
      figure: ofApi(api.nodes.api.id, "5xx"),
      from: 5,
      period: 5 * MINUTES,
      periods: 3,
      breaching: 2,
    },
  },
  {
    name: "recognition-spending-high",
    problem: `Rekognition's answers on images cost more than ${alarmLimits.recognitionPerDay} USD within a day, at the price of the first tier.`,
    watches: {
      figure: dailyCost(),
      from: alarmLimits.recognitionPerDay,
      period: 24 * HOURS,
      periods: 1,
    },
  },
]

/** USD. Only what was answered is paid for. */
export function dailyCost() {
  const calls = sum(IMAGE_CALLS.map((operation) => ofRekognitionCall(operation, "SuccessfulRequestCount")))
  return { ...calls, expression: `(${calls.expression}) * ${IMAGE_PRICE}` }
}

function inGroups<Item>(items: readonly Item[]): Item[][] {
  const starts = Array.from({ length: Math.ceil(items.length / METRICS_A_FORMULA) }, (_, index) => index)
  return starts.map((index) => items.slice(index * METRICS_A_FORMULA, (index + 1) * METRICS_A_FORMULA))
}
