import type { Clock } from "../../clock.ts"
import type { JsonOperation } from "../json-protocol.ts"
import { getMetricData } from "./get-metric-data.ts"
import { getMetricStatistics } from "./get-metric-statistics.ts"
import { listMetrics } from "./list-metrics.ts"
import type { MetricRows } from "./metric-rows.ts"
import { putMetricDataInput } from "./put-metric-data.ts"
import type { MetricSample } from "./sample.ts"

export interface OperationsContext {
  readonly rows: MetricRows
  readonly clock: Clock
  readonly put: (samples: readonly MetricSample[]) => void
}

/** CloudWatch's operations by name. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_Operations.html */
export function operations({ rows, clock, put }: OperationsContext): Record<string, JsonOperation> {
  return {
    PutMetricData: (input) => put(putMetricDataInput(input, clock.now())),
    GetMetricStatistics: (input) => getMetricStatistics(input, rows, clock.now()),
    GetMetricData: (input) => getMetricData(input, rows, clock.now()),
    ListMetrics: (input) => listMetrics(input, rows, clock.now()),
  }
}
