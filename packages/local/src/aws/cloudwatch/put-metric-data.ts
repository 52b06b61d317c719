import { invalidParameterCombination, invalidParameterValue, missingParameter } from "./errors.ts"
import { MAX_METRICS, MAX_VALUE, MAX_VALUES, timeProblem } from "./limits.ts"
import { dimensionsInput, invalidValue, listInput, requiredText, timeInput, unitInput } from "./metric-input.ts"
import { type MetricSample, resolved, RESOLUTIONS, type Sample, sampleOf, STANDARD_RESOLUTION } from "./sample.ts"
import { NO_UNIT } from "./unit.ts"

type Input = Readonly<Record<string, unknown>>

/** The samples of a PutMetricData call. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html */
export function putMetricDataInput(input: Input, now: number): MetricSample[] {
  const namespace = namespaceInput(input["Namespace"])
  const data = [
    ...dataAt("MetricData", input["MetricData"]),
    ...listInput("EntityMetricData", input["EntityMetricData"], 2).flatMap((entry, index) =>
      dataAt(`EntityMetricData.member.${index + 1}.MetricData`, (Object(entry) as Input)["MetricData"]),
    ),
  ]
  if (data.length === 0) throw missingParameter("MetricData")
  listInput("MetricData", data, MAX_METRICS)
  return data.flatMap(({ path, datum }) => samplesOf(path, datum, namespace, now))
}

function dataAt(path: string, value: unknown): { path: string; datum: Input }[] {
  return listInput(path, value, MAX_METRICS).map((datum, index) => ({
    path: `${path}.member.${index + 1}`,
    datum: Object(datum) as Input,
  }))
}

/** AWS keeps its own namespaces to itself. */
function namespaceInput(value: unknown): string {
  const namespace = requiredText("Namespace", value)
  if (namespace.startsWith("AWS/")) throw invalidValue("Namespace", namespace)
  if (namespace.startsWith(":")) throw invalidParameterValue("The parameter Namespace must not start with a colon ':'.")
  return namespace
}

function samplesOf(path: string, datum: Input, namespace: string, now: number): MetricSample[] {
  const name = requiredText(`${path}.MetricName`, datum["MetricName"])
  const metric = { namespace, name, dimensions: dimensionsInput(`${path}.Dimensions`, datum["Dimensions"]) }
  const unit = unitInput(`${path}.Unit`, datum["Unit"]) ?? NO_UNIT
  const time = resolved(timestamp(path, datum, now), resolution(path, datum))
  return statisticsOf(path, datum, time, unit).map((sample) => ({ metric, sample }))
}

function timestamp(path: string, { Timestamp }: Input, now: number): number {
  if (Timestamp === undefined || Timestamp === null) return now
  const time = timeInput(`${path}.Timestamp`, Timestamp)
  const problem = timeProblem(time, now)
  if (problem) throw invalidParameterValue(`The parameter ${path}.Timestamp ${problem}`)
  return time
}

function resolution(path: string, { StorageResolution = STANDARD_RESOLUTION }: Input): number {
  if (!RESOLUTIONS.includes(StorageResolution)) throw invalidValue(`${path}.StorageResolution`, StorageResolution)
  return StorageResolution as number
}

const KINDS = ["Value", "Values", "StatisticValues"] as const

/** A value, values with their counts, or statistics of them. */
function statisticsOf(path: string, datum: Input, time: number, unit: string): Sample[] {
  const [kind, other] = KINDS.filter((candidate) => datum[candidate] !== undefined && datum[candidate] !== null)
  if (kind === undefined)
    throw invalidParameterCombination(
      `At least one of the parameters ${KINDS.map((name) => `${path}.${name}`).join(", ")} must be specified.`,
    )
  if (other !== undefined)
    throw invalidParameterCombination(
      `The parameters ${path}.${kind} and ${path}.${other} are mutually exclusive and you have specified both.`,
    )
  if (kind === "Value") return [sampleOf(numberInput(`${path}.Value`, datum["Value"]), 1, time, unit)]
  if (kind === "Values") return countedValues(path, datum).map(([value, count]) => sampleOf(value, count, time, unit))
  return [{ time, unit, ...statisticSet(`${path}.StatisticValues`, Object(datum["StatisticValues"]) as Input) }]
}

function countedValues(path: string, { Values, Counts }: Input): (readonly [number, number])[] {
  const values = listInput(`${path}.Values`, Values, MAX_VALUES)
  const counts =
    Counts === undefined || Counts === null ? values.map(() => 1) : listInput(`${path}.Counts`, Counts, MAX_VALUES)
  if (values.length === 0) throw missingParameter(`${path}.Values`)
  if (values.length !== counts.length)
    throw invalidParameterValue(`The parameters ${path}.Values and ${path}.Counts must be of the same size.`)
  return values.map((value, index) => {
    const at = index + 1
    return [
      numberInput(`${path}.Values.member.${at}`, value),
      positiveInput(`${path}.Counts.member.${at}`, counts[index]),
    ] as const
  })
}

function statisticSet(path: string, input: Input): Omit<Sample, "time" | "unit"> {
  const count = positiveInput(`${path}.SampleCount`, input["SampleCount"])
  const sum = numberInput(`${path}.Sum`, input["Sum"])
  const minimum = numberInput(`${path}.Minimum`, input["Minimum"])
  const maximum = numberInput(`${path}.Maximum`, input["Maximum"])
  if (minimum > maximum)
    throw invalidParameterValue(`The parameter ${path}.Maximum must be greater than ${path}.Minimum.`)
  return { count, sum, minimum, maximum }
}

function positiveInput(path: string, value: unknown): number {
  const number = numberInput(path, value)
  if (number <= 0) throw invalidValue(path, value)
  return number
}

/** The protocol has `NaN` and the infinities as texts. */
function numberInput(path: string, value: unknown): number {
  if (value === undefined || value === null) throw missingParameter(path)
  if (typeof value !== "number" || !(Math.abs(value) <= MAX_VALUE)) throw invalidValue(path, value)
  return value
}
