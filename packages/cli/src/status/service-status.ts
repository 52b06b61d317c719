import type { CloudWatchClient } from "@aws-sdk/client-cloudwatch"
import { type Operations, servicesOf } from "../operations.ts"
import { measured, type Metric, ofService, sumOf } from "./measured.ts"

/** What became of a service's messages in the last hour. */
export interface ServiceStatus {
  readonly service: string
  readonly handled: number
  /** Attempts that failed, and were or will be made again. */
  readonly failed: number
  /** Per cent of the attempts; null where there were none. */
  readonly errorRate: number | null
}

const HOUR = 3_600_000
const PERIOD_SECONDS = 300

/** Every service that has a queue, by what packages/lambda counts. `now` is in milliseconds. */
export async function serviceStatus(
  client: Pick<CloudWatchClient, "send">,
  operations: Pick<Operations, "subscribers" | "metrics">,
  now: number,
): Promise<readonly ServiceStatus[]> {
  const services = servicesOf(operations)
  const metrics = Object.fromEntries(
    services.flatMap((service) =>
      ["Handled", "Failed"].map((name): [string, Metric] => [
        `${service} ${name}`,
        ofService(operations.metrics, service, name),
      ]),
    ),
  )
  const values = await measured(client, metrics, { from: now - HOUR, to: now, period: PERIOD_SECONDS })
  return services.map((service) => {
    const handled = sumOf(values[`${service} Handled`] ?? [])
    const failed = sumOf(values[`${service} Failed`] ?? [])
    const attempts = handled + failed
    return { service, handled, failed, errorRate: attempts === 0 ? null : (100 * failed) / attempts }
  })
}
