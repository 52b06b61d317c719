import type { Sample } from "./sample.ts"

/** What a statistic is for the samples of a period; undefined where they do not tell. */
export type Statistic = (samples: readonly Sample[]) => number | undefined

const total = (samples: readonly Sample[], field: "sum" | "count") =>
  samples.reduce((sum, sample) => sum + sample[field], 0)

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html */
export const STATISTICS: Readonly<Record<string, Statistic>> = {
  SampleCount: (samples) => total(samples, "count"),
  Average: (samples) => total(samples, "sum") / total(samples, "count"),
  Sum: (samples) => total(samples, "sum"),
  Minimum: (samples) => samples.reduce((least, { minimum }) => Math.min(least, minimum), Number.POSITIVE_INFINITY),
  Maximum: (samples) => samples.reduce((most, { maximum }) => Math.max(most, maximum), Number.NEGATIVE_INFINITY),
}

/** `p99` or `p99.9`; undefined for what is no percentile. */
export function percentileOf(name: string): Statistic | undefined {
  const [, digits] = /^p(\d{1,3}(?:\.\d{1,10})?)$/.exec(name) ?? []
  const share = Number(digits) / 100
  return share <= 1 ? (samples) => percentile(samples, share) : undefined
}

/** Needs values: of a statistic set there are none but where all are the same. Not of negative ones, as on AWS. */
function percentile(samples: readonly Sample[], share: number): number | undefined {
  const known = samples.every(({ minimum, maximum, count }) => minimum >= 0 && (minimum === maximum || count === 1))
  if (!known) return undefined
  const ordered = samples.toSorted((one, other) => one.minimum - other.minimum)
  const rank = share * total(ordered, "count")
  let seen = 0
  return (ordered.find(({ count }) => (seen += count) >= rank) ?? ordered.at(-1))?.minimum
}
