import { readBody } from "../body.ts"
import { jsonProtocol } from "../json-protocol.ts"
import type { AwsRequest, AwsService, ServiceContext } from "../service.ts"
import { withBody } from "../sigv4/verify.ts"
import { queryCompatible } from "../sqs/errors.ts"
import { transaction } from "../transaction.ts"
import { embeddedMetrics } from "./embedded-metrics.ts"
import { HOUR, RETENTION } from "./limits.ts"
import { metricRows, type MetricTotal } from "./metric-rows.ts"
import { operations } from "./operations.ts"
import { plainBody } from "./plain-body.ts"
import { type Dimensions, type MetricSample, resolved, sampleOf, STANDARD_RESOLUTION } from "./sample.ts"
import type { StandardUnit } from "./unit.ts"

export type { MetricTotal } from "./metric-rows.ts"
export type { Dimensions } from "./sample.ts"
export type { StandardUnit } from "./unit.ts"

export interface CloudWatchOptions {
  /** Told why no metrics are taken from a log line that says it has some. */
  readonly onInvalid?: (reason: string, emf: object) => void
}

export interface CloudWatchService extends AwsService {
  /** Takes the metrics from a log line in the embedded metric format. */
  putEmf(emf: object): void
  /** One value of now, of a metric that AWS itself would record. */
  record(namespace: string, name: string, value: number, unit: StandardUnit, dimensions: Dimensions): void
  /** What every metric came to, by its unit. */
  totals(): MetricTotal[]
}

/** Amazon CloudWatch metrics: what the app measures, by PutMetricData and by what its functions log. */
export function cloudWatchService(
  { onInvalid = () => {} }: CloudWatchOptions,
  { clock, store }: ServiceContext,
): CloudWatchService {
  const rows = metricRows(store)
  let pruned = Number.NEGATIVE_INFINITY
  const put = (samples: readonly MetricSample[]) =>
    transaction(store, () => {
      for (const { metric, sample } of samples) rows.put(metric, sample)
      if (clock.now() - pruned < HOUR) return
      pruned = clock.now()
      rows.prune(pruned - RETENTION)
    })
  const table = operations({ rows, clock, put })
  const answer = jsonProtocol("cloudwatch", table)
  return {
    name: "monitoring",
    operations: Object.keys(table),
    handle: async (request) => queryCompatible(await answer(await decompressed(request))),
    putEmf(emf) {
      const metrics = embeddedMetrics(emf, clock.now())
      if ("invalid" in metrics) onInvalid(metrics.invalid, emf)
      else put(metrics)
    },
    record(namespace, name, value, unit, dimensions) {
      const time = resolved(clock.now(), STANDARD_RESOLUTION)
      put([{ metric: { namespace, name, dimensions }, sample: sampleOf(value, 1, time, unit) }])
    },
    totals: () => rows.totals(clock.now() - RETENTION),
    reset: async () => rows.clear(),
    close: async () => {},
  }
}

async function decompressed(request: AwsRequest): Promise<AwsRequest> {
  return withBody(request, plainBody(request.headers, await readBody(request)))
}
