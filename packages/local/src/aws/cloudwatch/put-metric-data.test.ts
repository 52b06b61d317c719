import { type MetricDatum, PutMetricDataCommand, type PutMetricDataInput } from "@aws-sdk/client-cloudwatch"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, it, onTestFinished } from "vitest"
import { openStore } from "../../store.ts"
import { at, wired } from "./testing.ts"

async function putting() {
  const parts = await wired()
  const put = (datum: Partial<MetricDatum>, others: Partial<PutMetricDataInput> = {}) =>
    parts.client.send(
      new PutMetricDataCommand({ Namespace: "App", MetricData: [{ MetricName: "Time", ...datum }], ...others }),
    )
  return { ...parts, put }
}

const DAY = 86_400_000
const named = { namespace: "App", name: "Time", dimensions: {} }

it("takes a value, values with their counts, and statistics", async () => {
  const { put, cloudwatch } = await putting()
  await put({ Value: 4, Unit: "Seconds" })
  await put({ Values: [1, 2], Counts: [10, 1], Unit: "Seconds" })
  await put({ Values: [3], Unit: "Seconds" })
  await put({ StatisticValues: { SampleCount: 5, Sum: 50, Minimum: 0.5, Maximum: 20 }, Unit: "Seconds" })
  await put({ Value: -7 })
  expect(cloudwatch.totals()).toEqual([
    { ...named, unit: "None", count: 1, sum: -7, min: -7, max: -7 },
    { ...named, unit: "Seconds", count: 18, sum: 69, min: 0.5, max: 20 },
  ])
})

it("tells metrics apart by their dimensions, in whichever order they come", async () => {
  const { put, cloudwatch } = await putting()
  const [a, b] = [
    { Name: "a", Value: "1" },
    { Name: "b", Value: "2" },
  ]
  await put({ Value: 1, Dimensions: [a, b] })
  await put({ Value: 1, Dimensions: [b, a] })
  await put({ Value: 1, Dimensions: [a] })
  expect(cloudwatch.totals().map(({ dimensions, count }) => [dimensions, count])).toEqual([
    [{ a: "1", b: "2" }, 2],
    [{ a: "1" }, 1],
  ])
})

it("takes a request that the SDK has compressed, and metrics with an entity", async () => {
  const { client, cloudwatch } = await putting()
  const MetricData = Array.from({ length: 500 }, (_, index) => ({ MetricName: `Metric${index}`, Value: index }))
  const KeyAttributes = { Type: "Service", Name: "ingest" }
  await client.send(new PutMetricDataCommand({ Namespace: "App", MetricData }))
  await client.send(
    new PutMetricDataCommand({
      Namespace: "Entity",
      EntityMetricData: [{ Entity: { KeyAttributes }, MetricData: [{ MetricName: "M", Value: 1 }] }],
    }),
  )
  const namespaces = cloudwatch.totals().map(({ namespace }) => namespace)
  expect(namespaces).toEqual([...Array(500).fill("App"), "Entity"])
})

it("refuses a body that is not compressed as its header says", async () => {
  const { client, put, cloudwatch } = await putting()
  client.middlewareStack.add(
    (next) => (args) => {
      const request = args.request as { headers: Record<string, string> }
      request.headers["content-encoding"] = "gzip"
      return next(args)
    },
    { step: "build" },
  )
  await expect(put({ Value: 1 })).rejects.toMatchObject({ name: "SerializationException" })
  expect(cloudwatch.totals()).toEqual([])
})

const value = { Value: 1 }
it.each<[string, Partial<MetricDatum>, Partial<PutMetricDataInput>, string, string]>([
  ["no namespace", value, { Namespace: "" }, "MissingRequiredParameter", "The parameter Namespace is required."],
  [
    "a namespace of AWS",
    value,
    { Namespace: "AWS/Lambda" },
    "InvalidParameterValue",
    "The value AWS/Lambda for parameter Namespace is invalid.",
  ],
  ["a colon before a namespace", value, { Namespace: ":App" }, "InvalidParameterValue", "must not start with a colon"],
  ["no metrics", value, { MetricData: [] }, "MissingRequiredParameter", "The parameter MetricData is required."],
  [
    "too many metrics",
    value,
    { MetricData: Array(1001).fill({ MetricName: "M", Value: 1 }) as MetricDatum[] },
    "InvalidParameterValue",
    "The collection MetricData must not have a size greater than 1000.",
  ],
  [
    "no name",
    { ...value, MetricName: "" },
    {},
    "MissingRequiredParameter",
    "MetricData.member.1.MetricName is required",
  ],
  [
    "a long name",
    { ...value, MetricName: "x".repeat(256) },
    {},
    "InvalidParameterValue",
    "must be shorter than 256 characters",
  ],
  ["no value", {}, {}, "InvalidParameterCombination", "At least one of the parameters MetricData.member.1.Value,"],
  [
    "a value and statistics",
    { ...value, StatisticValues: { SampleCount: 1, Sum: 1, Minimum: 1, Maximum: 1 } },
    {},
    "InvalidParameterCombination",
    "The parameters MetricData.member.1.Value and MetricData.member.1.StatisticValues are mutually exclusive and you have specified both.",
  ],
  [
    "NaN",
    { Value: Number.NaN },
    {},
    "InvalidParameterValue",
    "The value NaN for parameter MetricData.member.1.Value is invalid.",
  ],
  [
    "infinity",
    { Values: [1, Number.POSITIVE_INFINITY] },
    {},
    "InvalidParameterValue",
    "The value Infinity for parameter MetricData.member.1.Values.member.2 is invalid.",
  ],
  [
    "too large a value",
    { Value: 2 ** 361 },
    {},
    "InvalidParameterValue",
    "for parameter MetricData.member.1.Value is invalid",
  ],
  [
    "too many values",
    { Values: Array(151).fill(1) as number[] },
    {},
    "InvalidParameterValue",
    "The collection MetricData.member.1.Values must not have a size greater than 150.",
  ],
  [
    "other counts than values",
    { Values: [1, 2], Counts: [1] },
    {},
    "InvalidParameterValue",
    "must be of the same size",
  ],
  [
    "a count of nothing",
    { Values: [1], Counts: [0] },
    {},
    "InvalidParameterValue",
    "The value 0 for parameter MetricData.member.1.Counts.member.1 is invalid.",
  ],
  [
    "a minimum above the maximum",
    { StatisticValues: { SampleCount: 1, Sum: 1, Minimum: 2, Maximum: 1 } },
    {},
    "InvalidParameterValue",
    "The parameter MetricData.member.1.StatisticValues.Maximum must be greater than",
  ],
  [
    "an unknown unit",
    { ...value, Unit: "Parsecs" as "None" },
    {},
    "InvalidParameterValue",
    "The parameter MetricData.member.1.Unit must be a value in the set [ Seconds,",
  ],
  [
    "an unknown resolution",
    { ...value, StorageResolution: 30 },
    {},
    "InvalidParameterValue",
    "The value 30 for parameter MetricData.member.1.StorageResolution is invalid.",
  ],
  [
    "a time long ago",
    { ...value, Timestamp: at(-14 * DAY - 1000) },
    {},
    "InvalidParameterValue",
    "MetricData.member.1.Timestamp must specify a time within the past two weeks.",
  ],
  [
    "a time far ahead",
    { ...value, Timestamp: at(7_201_000) },
    {},
    "InvalidParameterValue",
    "no more than two hours in the future",
  ],
  [
    "a dimension without a value",
    { ...value, Dimensions: [{ Name: "a", Value: "" }] },
    {},
    "MissingRequiredParameter",
    "The parameter MetricData.member.1.Dimensions.member.1.Value is required.",
  ],
  [
    "too many dimensions",
    { ...value, Dimensions: Array(31).fill({ Name: "a", Value: "b" }) as [] },
    {},
    "InvalidParameterValue",
    "must not have a size greater than 30",
  ],
  [
    "a dimension twice",
    { ...value, Dimensions: Array(2).fill({ Name: "a", Value: "b" }) as [] },
    {},
    "InvalidParameterValue",
    "the same name",
  ],
])("refuses %s, and keeps nothing", async (_what, datum, others, code, message) => {
  const { put, cloudwatch } = await putting()
  await expect(put(datum, others)).rejects.toMatchObject({
    name: `${code}Exception`,
    message: expect.stringContaining(message) as string,
    $metadata: { httpStatusCode: 400 },
  })
  expect(cloudwatch.totals()).toEqual([])
})

it("keeps nothing of a request of which one metric is wrong", async () => {
  const { put, cloudwatch } = await putting()
  const MetricData = [{ MetricName: "Good", Value: 1 }, { MetricName: "Bad" }]
  await expect(put({}, { MetricData })).rejects.toThrow("MetricData.member.2.Value")
  expect(cloudwatch.totals()).toEqual([])
})

it("keeps for fifteen days, over a restart, and forgets when it is reset", async () => {
  const folder = mkdtempSync(join(tmpdir(), "cloudwatch-"))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const before = await wired(openStore(folder))
  const { clock } = before
  before.cloudwatch.record("AWS/Lambda", "Errors", 1, "Count", { FunctionName: "ingest" })
  const { cloudwatch } = await wired(openStore(folder), clock)
  expect(cloudwatch.totals()).toMatchObject([{ name: "Errors", dimensions: { FunctionName: "ingest" }, sum: 1 }])
  clock.advance(15 * DAY + 1)
  expect(cloudwatch.totals()).toEqual([])
  cloudwatch.record("AWS/Lambda", "Invocations", 1, "Count", { FunctionName: "ingest" })
  expect(cloudwatch.totals()).toMatchObject([{ name: "Invocations" }])
  await cloudwatch.reset()
  expect(cloudwatch.totals()).toEqual([])
})

it("deletes what it no more keeps", async () => {
  const store = openStore()
  const { cloudwatch, clock } = await wired(store)
  cloudwatch.record("App", "Old", 1, "Count", {})
  clock.advance(16 * DAY)
  cloudwatch.record("App", "New", 1, "Count", {})
  expect(store.prepare("SELECT name FROM cloudwatch_metrics").all()).toEqual([{ name: "New" }])
  expect(store.prepare("SELECT count(*) AS rows FROM cloudwatch_samples").get()).toEqual({ rows: 1 })
})
