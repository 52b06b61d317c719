import type { CloudWatchClient } from "@aws-sdk/client-cloudwatch"
import { type Operations, servicesOf } from "../operations.ts"
import { PRICES, REQUESTS_A_MESSAGE } from "../replay/replay-cost.ts"
import { billedSchema, type Calls, costOf, noCalls } from "../reprocess/rekognition-prices.ts"
import { measured, type Metric, ofFunction, ofService, sumOf } from "./measured.ts"

/** USD of this month so far at list prices of us-east-1, of what grows with photos and CloudWatch counts. */
export interface MonthCost {
  /** ISO 8601, UTC: the first of the month. */
  readonly since: string
  /** Images that Rekognition looked at, all apps of the account in this region. */
  readonly images: number
  readonly rekognition: number
  readonly lambda: number
  /** Events, and their messages in queues. */
  readonly messaging: number
  readonly total: number
}

const DAY_SECONDS = 86_400

/** `now` is in milliseconds. What a stage costs idle is left out, and DynamoDB, S3, logs and Rekognition's minutes of video. */
export async function monthCost(
  client: Pick<CloudWatchClient, "send">,
  operations: Pick<Operations, "functions" | "subscribers" | "metrics">,
  now: number,
): Promise<MonthCost> {
  const { functions, metrics: namespace } = operations
  const services = servicesOf(operations)
  const metrics = Object.fromEntries<Metric>([
    ...functions.flatMap(({ id, name }): [string, Metric][] => [
      [`invocations ${id}`, ofFunction(name, "Invocations")],
      [`milliseconds ${id}`, ofFunction(name, "Duration")],
    ]),
    ...services.map((service): [string, Metric] => [`handled ${service}`, ofService(namespace, service, "Handled")]),
    ...billedSchema.map((Operation): [string, Metric] => [
      `images ${Operation}`,
      { namespace: "AWS/Rekognition", name: "SuccessfulRequestCount", dimensions: { Operation }, stat: "Sum" },
    ]),
  ])
  const since = monthOf(now)
  const values = await measured(client, metrics, { from: since, to: now, period: DAY_SECONDS })
  const count = (key: string) => sumOf(values[key] ?? [])
  const calls: Calls = { ...noCalls, ...Object.fromEntries(billedSchema.map((api) => [api, count(`images ${api}`)])) }
  const parts = {
    rekognition: costOf(calls),
    lambda: functions
      .map(({ id, memory }) => {
        const gigabyteSeconds = (count(`milliseconds ${id}`) / 1000) * (memory / 1024)
        return count(`invocations ${id}`) * PRICES.invocation + gigabyteSeconds * PRICES.gigabyteSecond
      })
      .reduce((sum, part) => sum + part, 0),
    messaging: messagingOf(
      services.map((service) => count(`handled ${service}`)),
      count("handled catalog"),
    ),
  }
  const total = parts.rekognition + parts.lambda + parts.messaging
  const images = Object.values(calls).reduce((sum, each) => sum + each, 0)
  return { since: new Date(since).toISOString(), images, ...parts, total }
}

/** The catalog is given nearly every event, so it tells how many there were. */
function messagingOf(handled: readonly number[], events: number): number {
  const messages = handled.reduce((sum, each) => sum + each, 0)
  return events * PRICES.event + messages * REQUESTS_A_MESSAGE * PRICES.queueRequest
}

function monthOf(now: number): number {
  const date = new Date(now)
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth())
}
