import { MAX_DIMENSION_VALUE_LENGTH, MAX_DIMENSIONS, MAX_NAME_LENGTH, MAX_VALUE, timeProblem } from "./limits.ts"
import { type Dimensions, type MetricSample, resolved, RESOLUTIONS, sampleOf, STANDARD_RESOLUTION } from "./sample.ts"
import { NO_UNIT, UNITS } from "./unit.ts"

type Node = Readonly<Record<string, unknown>>

/** Of a directive's metrics, and of one metric's values. */
const MAX_LISTED = 100

/** Thrown inside for a document that CloudWatch would not take metrics from. */
class InvalidEmbeddedMetrics extends Error {
  override readonly name = "InvalidEmbeddedMetrics"
}

/**
 * The samples in a log line, or why there are none: one mistake, and CloudWatch takes nothing from the whole line.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function embeddedMetrics(emf: object, now: number): readonly MetricSample[] | { readonly invalid: string } {
  try {
    const root = emf as Node
    const { Timestamp, CloudWatchMetrics } = Object(root["_aws"]) as Node
    check(typeof Timestamp === "number" && Number.isFinite(Timestamp), "_aws.Timestamp must be a number")
    const problem = timeProblem(Timestamp, now)
    check(problem === undefined, `_aws.Timestamp ${problem}`)
    return list(CloudWatchMetrics, "_aws.CloudWatchMetrics").flatMap((directive) =>
      directiveSamples(Object(directive) as Node, root, Timestamp),
    )
  } catch (error) {
    if (error instanceof InvalidEmbeddedMetrics) return { invalid: error.message }
    throw error
  }
}

function check(holds: boolean, problem: string): asserts holds {
  if (!holds) throw new InvalidEmbeddedMetrics(problem)
}

function list(value: unknown, name: string, longest = Number.POSITIVE_INFINITY): readonly unknown[] {
  check(Array.isArray(value), `${name} must be a list`)
  check(value.length <= longest, `${name} must not have more than ${longest} members`)
  return value
}

function text(value: unknown, name: string, longest = MAX_NAME_LENGTH): string {
  check(typeof value === "string" && value.trim() !== "", `${name} must be a text`)
  check(value.length <= longest, `${name} must not be longer than ${longest} characters`)
  return value
}

function directiveSamples({ Namespace, Dimensions, Metrics }: Node, root: Node, time: number): MetricSample[] {
  const namespace = text(Namespace, "Namespace")
  const sets = list(Dimensions, "Dimensions").map((set) => dimensionSet(set, root))
  return list(Metrics, "Metrics", MAX_LISTED).flatMap((definition) => {
    const { name, samples } = metricSamples(Object(definition) as Node, root, time)
    return sets.flatMap((dimensions) => samples.map((sample) => ({ metric: { namespace, name, dimensions }, sample })))
  })
}

function dimensionSet(set: unknown, root: Node): Dimensions {
  const names = list(set, "A dimension set", MAX_DIMENSIONS).map((name) => text(name, "A dimension's name"))
  return Object.fromEntries(
    names.map((name) => [name, text(member(root, name), `The dimension ${name}`, MAX_DIMENSION_VALUE_LENGTH)]),
  )
}

function metricSamples(
  { Name, Unit = NO_UNIT, StorageResolution = STANDARD_RESOLUTION }: Node,
  root: Node,
  time: number,
) {
  const name = text(Name, "A metric's Name")
  check(UNITS.includes(String(Unit)), `The unit of ${name} must be one of ${UNITS.join(", ")}`)
  check(RESOLUTIONS.includes(StorageResolution), `The StorageResolution of ${name} must be 1 or 60`)
  const value = member(root, name)
  const values = Array.isArray(value) ? list(value, `The metric ${name}`, MAX_LISTED) : [value]
  const at = resolved(time, StorageResolution as number)
  return { name, samples: values.map((candidate) => sampleOf(number(candidate, name), 1, at, String(Unit))) }
}

function number(value: unknown, name: string): number {
  check(
    typeof value === "number" && Math.abs(value) <= MAX_VALUE,
    `The metric ${name} must be a number or a list of numbers`,
  )
  return value
}

/** Of the root itself, and never of its prototype. */
function member(root: Node, name: string): unknown {
  return Object.hasOwn(root, name) ? root[name] : undefined
}
