import type { DatabaseSync } from "node:sqlite"
import type { Dimensions, MetricId, Sample } from "./sample.ts"

// Equal values of one moment are one row, so that a busy minute is small and percentiles stay exact.
const SCHEMA = `
  CREATE TABLE IF NOT EXISTS cloudwatch_metrics (
    id INTEGER PRIMARY KEY, namespace TEXT NOT NULL, name TEXT NOT NULL, dimensions TEXT NOT NULL, latest INTEGER NOT NULL,
    UNIQUE (namespace, name, dimensions)
  );
  CREATE TABLE IF NOT EXISTS cloudwatch_samples (
    metric INTEGER NOT NULL, time INTEGER NOT NULL, unit TEXT NOT NULL, minimum REAL NOT NULL, maximum REAL NOT NULL,
    sum REAL NOT NULL, count REAL NOT NULL, PRIMARY KEY (metric, time, unit, minimum, maximum)
  ) WITHOUT ROWID`

/** What a metric came to, in one unit, over all the time that is kept. */
export interface MetricTotal {
  readonly namespace: string
  readonly name: string
  readonly dimensions: Dimensions
  readonly unit: string
  readonly count: number
  readonly sum: number
  readonly min: number
  readonly max: number
}

export type MetricRows = ReturnType<typeof metricRows>

export function metricRows(store: DatabaseSync) {
  store.exec(SCHEMA)
  const putMetric = store.prepare(
    `INSERT INTO cloudwatch_metrics (namespace, name, dimensions, latest) VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET latest = max(latest, excluded.latest) RETURNING id`,
  )
  const putSample = store.prepare(
    `INSERT INTO cloudwatch_samples (metric, time, unit, minimum, maximum, sum, count) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET sum = sum + excluded.sum, count = count + excluded.count`,
  )
  const samples = store.prepare(
    `SELECT time, unit, minimum, maximum, sum, count FROM cloudwatch_samples WHERE time >= ? AND time < ? AND metric =
     (SELECT id FROM cloudwatch_metrics WHERE namespace = ? AND name = ? AND dimensions = ?) ORDER BY time`,
  )
  const metrics = store.prepare(
    "SELECT namespace, name, dimensions FROM cloudwatch_metrics WHERE latest >= ? ORDER BY namespace, name, dimensions",
  )
  const totals = store.prepare(
    `SELECT namespace, name, dimensions, unit, SUM(count) AS count, SUM(sum) AS sum, MIN(minimum) AS min, MAX(maximum) AS max
     FROM cloudwatch_samples JOIN cloudwatch_metrics ON id = metric WHERE time >= ?
     GROUP BY metric, unit ORDER BY namespace, name, dimensions, unit`,
  )
  const pruneSamples = store.prepare("DELETE FROM cloudwatch_samples WHERE time < ?")
  const pruneMetrics = store.prepare("DELETE FROM cloudwatch_metrics WHERE latest < ?")
  return {
    put({ namespace, name, dimensions }: MetricId, { time, unit, minimum, maximum, sum, count }: Sample): void {
      const id = putMetric.get(namespace, name, toText(dimensions), time)?.["id"] as number
      putSample.run(id, time, unit, minimum, maximum, sum, count)
    },
    /** In the order of time; from inclusive, to exclusive. */
    samples: ({ namespace, name, dimensions }: MetricId, from: number, to: number) =>
      samples.all(from, to, namespace, name, toText(dimensions)) as unknown as Sample[],
    /** Those with data since then. */
    metrics: (since: number) => metrics.all(since).map(withDimensions) as unknown as MetricId[],
    totals: (since: number) => totals.all(since).map(withDimensions) as unknown as MetricTotal[],
    prune(before: number): void {
      pruneSamples.run(before)
      pruneMetrics.run(before)
    },
    clear: () => store.exec("DELETE FROM cloudwatch_samples; DELETE FROM cloudwatch_metrics"),
  }
}

/** The same text for the same dimensions, in whichever order they were given. */
function toText(dimensions: Dimensions): string {
  return JSON.stringify(Object.entries(dimensions).sort(([one], [other]) => (one < other ? -1 : 1)))
}

function withDimensions(row: Record<string, unknown>) {
  return { ...row, dimensions: Object.fromEntries(JSON.parse(row["dimensions"] as string) as [string, string][]) }
}
