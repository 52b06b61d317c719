// A backfill of 100 million photos on AWS, from quotas, prices and what one photo takes: node bench/backfill-simulation.ts
// writes its tables into docs/backfill.md.
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { labelTiers, prices, quotas } from "./backfill/aws-figures.ts"
import { dollars, figureRows, labelTiersRow, marks, number, table, withTables } from "./backfill/tables.ts"
import { root } from "./root.ts"

const PHOTOS = 100_000_000
const SECONDS_A_DAY = 86_400
const DAYS_A_MONTH = 30

/**
 * What one photo of the profile `incoming` takes: labels, rules, two renditions, nothing that goes wrong. Seconds are assumptions,
 * on the high side of bench/README.md; a batch of ten is counted as ten messages one after the other.
 */
export const photo = {
  /** OriginalFound, ImageUploaded, MetadataExtracted, ImageTagged, ImageCategorized, ThumbnailGenerated, ImageProcessed. */
  events: 7,
  /** Of these, to queues: 1, 4, 4, 3, 2, 2 and 3. */
  deliveries: 19,
  kilobytes: 14,
  functions: {
    tagging: { seconds: 0.7, gigabytes: 1, batch: 1, messages: 1 },
    thumbnail: { seconds: 0.3, gigabytes: 1.769, batch: 1, messages: 1 },
    others: { seconds: 0.05, gigabytes: 0.5, batch: 10, messages: 17 },
  },
  /** Idempotency two a message; the catalog's record, timeline, labels and indexes, four of them for its being waited for; the upload. */
  writes: { idempotency: 38, catalog: 44, uploads: 1 },
  reads: 10,
  /** Two renditions and Rekognition's raw answer; the original once a service that reads it. */
  puts: 3,
  gets: 4,
} as const

const functions = Object.values(photo.functions)
const executionSeconds = functions.reduce((sum, { seconds, messages }) => sum + seconds * messages, 0)
export const gigabyteSeconds = functions.reduce(
  (sum, { seconds, messages, gigabytes }) => sum + seconds * messages * gigabytes,
  0,
)
export const invocations = functions.reduce((sum, { messages, batch }) => sum + messages / batch, 0)
/** A message is sent by itself; a batch is received, held and deleted as one. */
export const queueRequests = photo.deliveries + 3 * invocations
export const writes = Object.values(photo.writes).reduce((sum, count) => sum + count, 0)

interface Scenario {
  readonly name: string
  /** Calls of DetectLabels a second; undefined: nobody is asked. */
  readonly recognition: number | undefined
  /** Invocations of tagging at once in the backfill's lane. */
  readonly taggingLane: number
}

const scenarios: readonly Scenario[] = [
  { name: "as shipped: two taggings at once in the backfill's lane", recognition: 50, taggingLane: 2 },
  { name: "Rekognition's quota of most regions", recognition: quotas.detectLabelsElsewhere.value, taggingLane: 10 },
  { name: "Rekognition's quota of us-east-1", recognition: quotas.detectLabels.value, taggingLane: 100 },
  { name: "the same, raised to 250 a second", recognition: 250, taggingLane: 400 },
  { name: "no recognition", recognition: undefined, taggingLane: 1_000 },
]

interface Limit {
  readonly name: string
  readonly photosPerSecond: number
}

function limitsOf({ recognition, taggingLane }: Scenario): Limit[] {
  const { tagging } = photo.functions
  return [
    { name: "PutEvents", photosPerSecond: quotas.putEvents.value / photo.events },
    { name: "EventBridge invocations", photosPerSecond: quotas.invocations.value / photo.deliveries },
    { name: "Lambda concurrency", photosPerSecond: quotas.concurrency.value / executionSeconds },
    { name: "DynamoDB writes (Catalog)", photosPerSecond: quotas.writes.value / photo.writes.catalog },
    { name: "the reader", photosPerSecond: 1_000 },
    ...(recognition === undefined
      ? []
      : [
          { name: "tagging's lane", photosPerSecond: taggingLane / tagging.seconds },
          { name: "Rekognition TPS", photosPerSecond: recognition },
        ]),
  ]
}

export interface Simulated {
  readonly scenario: string
  readonly bottleneck: string
  readonly photosPerSecond: number
  readonly days: number
  readonly cost: Readonly<Record<"rekognition" | "dynamo" | "lambda" | "queues" | "s3" | "events", number>>
}

export function simulate(scenario: Scenario): Simulated {
  const limits = limitsOf(scenario)
  const least = limits.reduce((a, b) => (b.photosPerSecond < a.photosPerSecond ? b : a))
  const days = PHOTOS / least.photosPerSecond / SECONDS_A_DAY
  return {
    scenario: scenario.name,
    bottleneck: least.name,
    photosPerSecond: least.photosPerSecond,
    days,
    cost: costOf(scenario, days),
  }
}

const millions = PHOTOS / 1_000_000

function costOf({ recognition }: Scenario, days: number): Simulated["cost"] {
  const { event, archive, queueRequest, invocation, gigabyteSecond, write, read, put, get } = prices
  return {
    rekognition: recognition === undefined ? 0 : labelCost(days),
    dynamo: millions * (writes * write.value + photo.reads * read.value),
    lambda: millions * invocations * invocation.value + PHOTOS * gigabyteSeconds * gigabyteSecond.value,
    queues: millions * queueRequests * queueRequest.value,
    s3: millions * (photo.puts * put.value + photo.gets * get.value),
    events: millions * photo.events * event.value + ((PHOTOS * photo.kilobytes) / 1_000_000) * archive.value,
  }
}

/** The tiers begin anew each month: who takes longer pays more. */
function labelCost(days: number): number {
  const months = Math.max(1, days / DAYS_A_MONTH)
  return months * tieredCost(PHOTOS / months)
}

/** USD for so many images of a month. */
export function tieredCost(images: number): number {
  let before = 0
  let cost = 0
  for (const { upTo, price } of labelTiers) {
    cost += Math.max(0, Math.min(images, upTo) - before) * price
    before = upTo
  }
  return cost
}

/** The tables of docs/backfill.md. */
export function simulationTables(): string {
  const results = scenarios.map(simulate)
  const costs = ["rekognition", "lambda", "dynamo", "queues", "s3", "events"] as const
  const rows = results.map(({ scenario, bottleneck, photosPerSecond, days, cost }) => [
    scenario,
    bottleneck,
    number(photosPerSecond, 1),
    number(days, 1),
    ...costs.map((name) => dollars(cost[name])),
    dollars(costs.reduce((sum, name) => sum + cost[name], 0)),
  ])
  const head = [
    "scenario",
    "limited by",
    "photos/s",
    "days",
    "Rekognition",
    "Lambda",
    "DynamoDB",
    "SQS",
    "S3",
    "EventBridge",
    "all",
  ]
  const sources = figureRows([...Object.values(quotas), ...Object.values(prices)])
  const columns = rows[0]!.map((_, column) => column).slice(2)
  return [
    table(head, rows, columns),
    "",
    table(["quota or price (USD), us-east-1", "default", "known by", "page"], [...sources, labelTiersRow()], []),
  ].join("\n")
}

/** Where they stand. */
export const simulationMarks = marks("simulation", "bench/backfill-simulation.ts")

export const simulationPage = join(root, "docs/backfill.md")

if (import.meta.main)
  writeFileSync(simulationPage, withTables(readFileSync(simulationPage, "utf8"), simulationTables(), simulationMarks))
