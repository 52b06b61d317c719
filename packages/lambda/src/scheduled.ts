import { MetricUnit } from "@aws-lambda-powertools/metrics"
import { classify } from "./classify.ts"
import { lambdaRuntime, type Runtime } from "./runtime.ts"
import type { Emitted } from "./subscriber.ts"
import { eventsIn } from "./handle-record.ts"

/**
 * The Lambda handler of a schedule: does the work and publishes what it gives. An error is logged and thrown, for Lambda to count;
 * the next time on the schedule is the next attempt.
 */
export function scheduled(name: string, work: () => Promise<Emitted>, runtime: () => Runtime = lambdaRuntime) {
  return async (): Promise<void> => {
    const { logger, metrics, publish } = runtime()
    try {
      const emitted = eventsIn(await work())
      await publish(emitted)
      if (emitted.length > 0) logger.info("Handled", { schedule: name, emitted: emitted.map(({ type }) => type) })
    } catch (error) {
      metrics.addMetric("Failed", MetricUnit.Count, 1)
      logger.warn("A schedule's work failed; the next time it is tried again", {
        schedule: name,
        error: classify(error),
      })
      throw error
    } finally {
      if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics()
    }
  }
}
