// What a month costs on AWS by the number of photos, against a Step Functions pipeline that does the same: node bench/monthly-cost.ts
// writes its tables into docs/deploy.md.
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { gigabyteSeconds, invocations, photo, queueRequests, tieredCost, writes } from "./backfill-simulation.ts"
import { monthlyPrices, prices } from "./backfill/aws-figures.ts"
import { figureRows, labelTiersRow, marks, number, table, withTables } from "./backfill/tables.ts"
import { root } from "./root.ts"

const VOLUMES = [1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000] as const
const MEGABYTES_A_PHOTO = 3
const MEGABYTES_OF_RENDITIONS = 0.1

/** Log lines: one of packages/lambda and three of Lambda a message, or an invocation. */
const KILOBYTES_OF_LOGS_A_MESSAGE = 1.2

/** Lambda records the first request a second and five per cent of the others. */
const TRACED = 0.05

/** Whether there are photos or not: stacks/observability, the site's web ACL, and what packages/lambda counts by service. */
export const fixed = {
  mappings: 40,
  alarmMetrics: 149,
  compositeAlarms: 7,
  dashboards: 1,
  metrics: 52,
  webAcls: 1,
  wafRules: 4,
} as const

/**
 * Megabytes of the functions that decode videos, and of those that wait for them. Lambda bills both for the same time; what waiting adds is
 * the ratio of their sizes. https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html
 */
export const decoding = [
  { decodes: "VideoLookHandler", megabytes: 1_769, waits: "Video", waiting: 256 },
  { decodes: "VideoConvertHandler", megabytes: 3_008, waits: "VideoCopiesHandler", waiting: 256 },
] as const

/**
 * A state machine a photo, begun by S3's own event: each state that is entered is a transition. Rekognition, DynamoDB and SNS are
 * called by the workflow itself.
 */
const workflow = {
  states: [
    "Start",
    "ExtractMetadata",
    "IsSupported",
    "Parallel",
    "DetectLabels",
    "RenderThumbnails",
    "Categorize",
    "ByCategory",
    "FileOriginal",
    "PutRecord",
    "PutLabels",
    "Notify",
  ],
  /** Metadata, thumbnail, rules and filing are functions there as well; so many seconds and GB as here. */
  functions: [photo.functions.thumbnail, { ...photo.functions.others, messages: 3, batch: 1 }],
  /** One write of the record with its indexes, and ten labels with theirs; the history of an execution is the timeline. */
  writes: 24,
  /** Seconds and MB that an Express execution is billed for. */
  express: { seconds: 2, megabytes: 64 },
} as const

/**
 * Lambda polls each queue of a mapping with five long polls of 20 seconds when there are no messages.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html
 */
const IDLE_POLLS_A_MINUTE = 5 * (60 / 20)
const MINUTES_A_MONTH = 30 * 24 * 60

/** USD a month and stage, whether there are messages or not. */
const polling = (fixed.mappings * IDLE_POLLS_A_MINUTE * MINUTES_A_MONTH * prices.queueRequest.value) / 1_000_000

export type Part = "rekognition" | "lambda" | "dynamo" | "messaging" | "s3" | "observability" | "fixed"
export type Cost = Readonly<Record<Part, number>>

export const totalOf = (cost: Cost) => Object.values(cost).reduce((sum, part) => sum + part, 0)

/** The same in both: the answers, the requests, and one month of storage for a month's photos. */
function common(photos: number): Pick<Cost, "rekognition" | "s3"> {
  const millions = photos / 1_000_000
  const gigabytes = (photos * (MEGABYTES_A_PHOTO + MEGABYTES_OF_RENDITIONS)) / 1_000
  const requests = millions * (photo.puts * prices.put.value + photo.gets * prices.get.value)
  return { rekognition: tieredCost(photos), s3: requests + gigabytes * monthlyPrices.storage.value }
}

function logsOf(photos: number, messages: number): number {
  return ((photos * messages * KILOBYTES_OF_LOGS_A_MESSAGE) / 1_000_000) * monthlyPrices.logs.value
}

/** USD a month for Darkroom in its stage `production`. */
export function darkroomCost(photos: number): Cost {
  const millions = photos / 1_000_000
  const archived = (photos * photo.kilobytes) / 1_000_000
  return {
    ...common(photos),
    lambda: millions * invocations * prices.invocation.value + photos * gigabyteSeconds * prices.gigabyteSecond.value,
    dynamo: millions * (writes * prices.write.value + photo.reads * prices.read.value),
    messaging:
      millions * (photo.events * prices.event.value + queueRequests * prices.queueRequest.value) +
      archived * prices.archive.value,
    observability: logsOf(photos, photo.deliveries) + millions * TRACED * invocations * monthlyPrices.traces.value,
    fixed:
      polling +
      fixed.alarmMetrics * monthlyPrices.alarm.value +
      fixed.compositeAlarms * monthlyPrices.compositeAlarm.value +
      fixed.dashboards * monthlyPrices.dashboard.value +
      fixed.metrics * monthlyPrices.metric.value +
      fixed.webAcls * monthlyPrices.webAcl.value +
      fixed.wafRules * monthlyPrices.wafRule.value,
  }
}

/** USD a month for the workflow, of either type, with neither alarms nor a firewall. */
export function workflowCost(photos: number, type: "standard" | "express"): Cost {
  const millions = photos / 1_000_000
  const calls = workflow.functions.reduce((sum, { messages }) => sum + messages, 0)
  const seconds = workflow.functions.reduce((sum, each) => sum + each.seconds * each.gigabytes * each.messages, 0)
  const { seconds: duration, megabytes } = workflow.express
  const orchestration =
    type === "standard"
      ? millions * workflow.states.length * monthlyPrices.transition.value
      : millions * monthlyPrices.express.value +
        photos * duration * (megabytes / 1_024) * monthlyPrices.expressSecond.value
  return {
    ...common(photos),
    lambda: millions * calls * prices.invocation.value + photos * seconds * prices.gigabyteSecond.value,
    dynamo: millions * (workflow.writes * prices.write.value + photo.reads * prices.read.value),
    messaging: orchestration,
    observability: logsOf(photos, type === "standard" ? calls : calls + workflow.states.length),
    fixed: 0,
  }
}

const dollars = (value: number) => `$${number(value, value < 100 ? 2 : 0)}`

/** The tables of docs/deploy.md. */
export function costTables(): string {
  const parts: readonly Part[] = ["rekognition", "lambda", "dynamo", "messaging", "s3", "observability", "fixed"]
  const names = ["Rekognition", "Lambda", "DynamoDB", "EventBridge, SQS", "S3", "logs, traces", "fixed"]
  const own = VOLUMES.map((photos) => {
    const cost = darkroomCost(photos)
    return [number(photos), ...parts.map((part) => dollars(cost[part])), dollars(totalOf(cost))]
  })
  const against = VOLUMES.map((photos) => {
    const costs = [darkroomCost(photos), workflowCost(photos, "standard"), workflowCost(photos, "express")]
    return [
      number(photos),
      ...costs.flatMap((cost) => [dollars(totalOf(cost)), dollars(totalOf(cost) - cost.rekognition)]),
    ]
  })
  const columns = (row: readonly string[]) => row.map((_, index) => index)
  const head = ["photos a month", ...names, "all"]
  const versus = [
    "photos a month",
    "Darkroom",
    "without Rekognition",
    "Standard workflow",
    "without",
    "Express workflow",
    "without",
  ]
  const waiting = decoding.map(({ decodes, megabytes, waits, waiting }) => [
    decodes,
    number(megabytes),
    waits,
    number(waiting),
    `${number((100 * waiting) / megabytes, 1)} %`,
  ])
  const videos = ["decodes", "MB", "waits for it", "MB", "waiting adds"]
  const sources = figureRows([...Object.values(prices), ...Object.values(monthlyPrices)])
  return [
    table(head, own, columns(head)),
    "",
    table(versus, against, columns(versus)),
    "",
    table(videos, waiting, [1, 3, 4]),
    "",
    table(["price (USD), us-east-1", "list price", "known by", "page"], [...sources, labelTiersRow()], []),
  ].join("\n")
}

/** Where they stand. */
export const costMarks = marks("cost", "bench/monthly-cost.ts")
export const costPage = join(root, "docs/deploy.md")

if (import.meta.main) writeFileSync(costPage, withTables(readFileSync(costPage, "utf8"), costTables(), costMarks))
