import {
  type Datapoint,
  GetMetricStatisticsCommand,
  type GetMetricStatisticsInput,
  type MetricDatum,
  PutMetricDataCommand,
} from "@aws-sdk/client-cloudwatch"
import { expect, it } from "vitest"
import { at, wired } from "./testing.ts"

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

async function reading() {
  const parts = await wired()
  const put = (...data: Partial<MetricDatum>[]) =>
    parts.client.send(
      new PutMetricDataCommand({
        Namespace: "App",
        MetricData: data.map((datum) => ({ MetricName: "Time", ...datum })),
      }),
    )
  const read = async (input: Partial<GetMetricStatisticsInput>): Promise<Datapoint[]> => {
    const range = { StartTime: at(-HOUR), EndTime: at(HOUR), Period: 60 }
    const command = { Namespace: "App", MetricName: "Time", Statistics: ["Sum" as const], ...range, ...input }
    const { Label, Datapoints = [] } = await parts.client.send(new GetMetricStatisticsCommand(command))
    expect(Label).toBe("Time")
    return Datapoints
  }
  const percentiles = (names: string[]) => read({ ExtendedStatistics: names, Statistics: undefined })
  return { ...parts, put, read, percentiles }
}

it("computes the statistics of each minute", async () => {
  const { put, read } = await reading()
  await put(
    { Value: 1, Timestamp: at(1_000) },
    { Value: 6, Timestamp: at(59_999) },
    { Value: 5, Timestamp: at(MINUTE) },
  )
  const Statistics = [
    "Average" as const,
    "Sum" as const,
    "SampleCount" as const,
    "Minimum" as const,
    "Maximum" as const,
  ]
  expect(await read({ Statistics })).toEqual([
    { Timestamp: at(0), Unit: "None", Average: 3.5, Sum: 7, SampleCount: 2, Minimum: 1, Maximum: 6 },
    { Timestamp: at(MINUTE), Unit: "None", Average: 5, Sum: 5, SampleCount: 1, Minimum: 5, Maximum: 5 },
  ])
})

it("counts periods from the start, rounded down to the minute, up to the end and without it", async () => {
  const { put, read } = await reading()
  await put(
    { Value: 1, Timestamp: at(0) },
    { Value: 2, Timestamp: at(7 * MINUTE) },
    { Value: 4, Timestamp: at(10 * MINUTE) },
  )
  const sums = async (StartTime: Date, EndTime: Date) =>
    (await read({ StartTime, EndTime, Period: 300 })).map(({ Timestamp, Sum }) => [Timestamp, Sum])
  expect(await sums(at(-3 * MINUTE + 30_000), at(10 * MINUTE))).toEqual([
    [at(-3 * MINUTE), 1],
    [at(7 * MINUTE), 2],
  ])
  expect(await sums(at(0), at(10 * MINUTE + 1))).toEqual([
    [at(0), 1],
    [at(5 * MINUTE), 2],
    [at(10 * MINUTE), 4],
  ])
  expect(await sums(at(20_000), at(MINUTE))).toEqual([[at(0), 1]])
})

it("keeps high resolution for three hours, by the second", async () => {
  const { put, read, clock } = await reading()
  await put(
    { Value: 1, Timestamp: at(1_500), StorageResolution: 1 },
    { Value: 2, Timestamp: at(11_000), StorageResolution: 1 },
  )
  const read10 = () => read({ StartTime: at(5_000), EndTime: at(MINUTE), Period: 10 })
  expect(await read10()).toMatchObject([
    { Timestamp: at(0), Sum: 1 },
    { Timestamp: at(10_000), Sum: 2 },
  ])
  clock.advance(3 * HOUR + MINUTE)
  expect(await read10()).toEqual([])
  expect(await read({ StartTime: at(0), EndTime: at(MINUTE) })).toMatchObject([{ Sum: 3 }])
})

it("has a datapoint for each unit, or those of the unit that is asked for", async () => {
  const { put, read } = await reading()
  await put({ Value: 1, Unit: "Seconds" }, { Value: 2, Unit: "Count" })
  const sums = (await read({})).map(({ Unit, Sum }) => [Unit, Sum] as const)
  expect(Object.fromEntries(sums)).toEqual({ Count: 2, Seconds: 1 })
  expect(await read({ Unit: "Seconds" })).toMatchObject([{ Unit: "Seconds", Sum: 1 }])
  expect(await read({ Unit: "Bytes" })).toEqual([])
})

it("finds a metric by exactly its dimensions", async () => {
  const { put, read } = await reading()
  const Dimensions = [{ Name: "service", Value: "ingest" }]
  await put({ Value: 1, Dimensions })
  expect(await read({})).toEqual([])
  expect(await read({ Dimensions })).toMatchObject([{ Sum: 1 }])
  expect(await read({ Dimensions, Namespace: "Other" })).toEqual([])
})

it("computes percentiles of values, each as often as it was counted", async () => {
  const { put, percentiles } = await reading()
  const Values = Array.from({ length: 100 }, (_, index) => 100 - index)
  await put({ Values }, { Values: [1000], Counts: [1] })
  expect(await percentiles(["p0", "p50", "p99", "p99.9", "p100"])).toEqual([
    { Timestamp: at(0), Unit: "None", ExtendedStatistics: { p0: 1, p50: 51, p99: 100, "p99.9": 1000, p100: 1000 } },
  ])
})

it("knows no percentiles of statistics, unless all their values are the same, nor of negative values", async () => {
  const { put, percentiles } = await reading()
  await put(
    { StatisticValues: { SampleCount: 2, Sum: 3, Minimum: 1, Maximum: 2 } },
    { StatisticValues: { SampleCount: 9, Sum: 45, Minimum: 5, Maximum: 5 }, Timestamp: at(MINUTE) },
    { Values: [-1, 3], Timestamp: at(2 * MINUTE) },
  )
  expect(await percentiles(["p50"])).toMatchObject([{ Timestamp: at(MINUTE), ExtendedStatistics: { p50: 5 } }])
})

it("forgets after fifteen days", async () => {
  const { put, read, clock } = await reading()
  await put({ Value: 1 })
  clock.advance(15 * DAY - HOUR)
  expect(await read({})).toHaveLength(1)
  clock.advance(2 * HOUR)
  expect(await read({ Period: 300 })).toEqual([])
})

it.each<[string, Partial<GetMetricStatisticsInput>, string, string]>([
  ["no statistics", { Statistics: [] }, "MissingRequiredParameter", "Statistics or ExtendedStatistics"],
  ["both kinds of statistics", { ExtendedStatistics: ["p50"] }, "InvalidParameterCombination", "mutually exclusive"],
  [
    "an unknown statistic",
    { Statistics: ["Median" as "Sum"] },
    "InvalidParameterValue",
    "The value Median for parameter Statistics.member.1 is invalid.",
  ],
  [
    "a percentile above 100",
    { Statistics: undefined, ExtendedStatistics: ["p101"] },
    "InvalidParameterValue",
    "The value p101",
  ],
  [
    "a period between minutes",
    { Period: 90 },
    "InvalidParameterValue",
    "The value 90 for parameter Period is invalid.",
  ],
  ["a period of nothing", { Period: 0 }, "InvalidParameterValue", "The value 0 for parameter Period is invalid."],
  [
    "an end before the start",
    { EndTime: at(-2 * HOUR) },
    "InvalidParameterValue",
    "The parameter StartTime must be less than the parameter EndTime.",
  ],
  [
    "an end at the start",
    { EndTime: at(-HOUR) },
    "InvalidParameterValue",
    "The parameter StartTime must not equal parameter EndTime.",
  ],
  ["no start", { StartTime: undefined }, "MissingRequiredParameter", "The parameter StartTime is required."],
  [
    "too many datapoints",
    { StartTime: at(-DAY), EndTime: at(MINUTE) },
    "InvalidParameterCombination",
    "You have requested up to 1441 datapoints, which exceeds the limit of 1440.",
  ],
])("refuses %s", async (_what, input, code, message) => {
  const { read } = await reading()
  await expect(read(input)).rejects.toMatchObject({
    name: `${code}Exception`,
    message: expect.stringContaining(message) as string,
  })
})
