import { expect, it } from "vitest"
import { at, NOON, wired } from "./testing.ts"

const directive = { Namespace: "Darkroom", Dimensions: [["service"]], Metrics: [{ Name: "Handled", Unit: "Count" }] }

/** As the functions' logger prints it. */
const emf = (changes: object = {}, metadata: object = {}, values: object = {}) => ({
  _aws: { Timestamp: NOON, CloudWatchMetrics: [{ ...directive, ...changes }], ...metadata },
  service: "ingest",
  stage: "local",
  Handled: [1, 2],
  Time: 7.5,
  ...values,
})

it("takes every metric of every directive, for each set of dimensions, one value or several", async () => {
  const { cloudwatch, invalid } = await wired()
  const Metrics = [
    { Name: "Handled", Unit: "Count" },
    { Name: "Time", Unit: "Milliseconds" },
  ]
  const second = { Namespace: "Other", Dimensions: [["service", "stage"], []], Metrics: [{ Name: "Time" }] }
  cloudwatch.putEmf(emf({}, { CloudWatchMetrics: [{ ...directive, Metrics }, second] }))
  const service = { service: "ingest" }
  const time = { name: "Time", count: 1, sum: 7.5, min: 7.5, max: 7.5 }
  expect(cloudwatch.totals()).toEqual([
    { namespace: "Darkroom", name: "Handled", dimensions: service, unit: "Count", count: 2, sum: 3, min: 1, max: 2 },
    { namespace: "Darkroom", dimensions: service, unit: "Milliseconds", ...time },
    { namespace: "Other", dimensions: { ...service, stage: "local" }, unit: "None", ...time },
    { namespace: "Other", dimensions: {}, unit: "None", ...time },
  ])
  expect(invalid).toEqual([])
})

it("ignores members that the format does not know, and values that no metric names", async () => {
  const { cloudwatch, invalid } = await wired()
  cloudwatch.putEmf(emf({ Extra: 1 }, { LogGroupName: "x" }, { other: { deep: [] }, message: "hello" }))
  cloudwatch.putEmf(emf({ Metrics: [] }))
  expect(cloudwatch.totals()).toHaveLength(1)
  expect(invalid).toEqual([])
})

const hundred = (value: unknown) => Array(101).fill(value) as unknown[]

it.each<[string, object, string]>([
  ["no metadata", {}, "_aws.Timestamp must be a number"],
  ["metadata of null", { _aws: null }, "_aws.Timestamp must be a number"],
  ["a time as text", emf({}, { Timestamp: "2026" }), "_aws.Timestamp must be a number"],
  [
    "a time long ago",
    emf({}, { Timestamp: at(-15 * 86_400_000).getTime() }),
    "_aws.Timestamp must specify a time within the past two weeks.",
  ],
  ["no directives", emf({}, { CloudWatchMetrics: {} }), "_aws.CloudWatchMetrics must be a list"],
  ["no namespace", emf({ Namespace: undefined }), "Namespace must be a text"],
  ["a directive of null", emf({}, { CloudWatchMetrics: [null] }), "Namespace must be a text"],
  ["no dimension sets", emf({ Dimensions: undefined }), "Dimensions must be a list"],
  ["dimensions that are no sets", emf({ Dimensions: ["service"] }), "A dimension set must be a list"],
  [
    "too many dimensions",
    emf({ Dimensions: [hundred("service").slice(0, 31)] }),
    "A dimension set must not have more than 30 members",
  ],
  ["a dimension without a value", emf({ Dimensions: [["missing"]] }), "The dimension missing must be a text"],
  ["a dimension of a prototype", emf({ Dimensions: [["constructor"]] }), "The dimension constructor must be a text"],
  ["a dimension that is a number", emf({ Dimensions: [["Time"]] }), "The dimension Time must be a text"],
  [
    "too long a dimension",
    emf({}, {}, { service: "x".repeat(1025) }),
    "The dimension service must not be longer than 1024 characters",
  ],
  ["too many metrics", emf({ Metrics: hundred({ Name: "Time" }) }), "Metrics must not have more than 100 members"],
  ["a metric without a name", emf({ Metrics: [{}] }), "A metric's Name must be a text"],
  [
    "a metric without a value",
    emf({ Metrics: [{ Name: "Missing" }] }),
    "The metric Missing must be a number or a list of numbers",
  ],
  [
    "a metric that is a text",
    emf({}, {}, { Handled: "1" }),
    "The metric Handled must be a number or a list of numbers",
  ],
  [
    "a value that is none",
    emf({}, {}, { Handled: [1, null] }),
    "The metric Handled must be a number or a list of numbers",
  ],
  ["too many values", emf({}, {}, { Handled: hundred(1) }), "The metric Handled must not have more than 100 members"],
  ["an unknown unit", emf({ Metrics: [{ Name: "Time", Unit: "Parsecs" }] }), "The unit of Time must be one of Seconds"],
  [
    "an unknown resolution",
    emf({ Metrics: [{ Name: "Time", StorageResolution: 5 }] }),
    "The StorageResolution of Time must be 1 or 60",
  ],
])("takes nothing from a line with %s, and says why", async (_what, line, reason) => {
  const { cloudwatch, invalid } = await wired()
  cloudwatch.putEmf(line)
  expect(invalid).toEqual([expect.stringContaining(reason)])
  expect(cloudwatch.totals()).toEqual([])
})

it("takes nothing where a later metric is wrong", async () => {
  const { cloudwatch } = await wired()
  cloudwatch.putEmf(emf({ Metrics: [{ Name: "Time" }, { Name: "Missing" }] }))
  expect(cloudwatch.totals()).toEqual([])
})
