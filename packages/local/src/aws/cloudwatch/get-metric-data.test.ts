import {
  GetMetricDataCommand,
  type GetMetricDataInput,
  type MetricDataQuery,
  paginateGetMetricData,
  PutMetricDataCommand,
} from "@aws-sdk/client-cloudwatch"
import { expect, it } from "vitest"
import { at, wired } from "./testing.ts"

const MINUTE = 60_000

const query = (Id: string, MetricName: string, Stat = "Sum"): MetricDataQuery => ({
  Id,
  MetricStat: { Metric: { Namespace: "App", MetricName }, Period: 60, Stat },
})

/** `Time` has 1, 2 and 3 in three minutes from noon, `Size` 10 bytes and 1 of no unit at noon. */
async function reading() {
  const parts = await wired()
  const times = [1, 2, 3].map((Value) => ({ MetricName: "Time", Value, Timestamp: at((Value - 1) * MINUTE) }))
  const sizes = [
    { MetricName: "Size", Value: 10, Unit: "Bytes" as const },
    { MetricName: "Size", Value: 1 },
  ]
  await parts.client.send(new PutMetricDataCommand({ Namespace: "App", MetricData: [...times, ...sizes] }))
  const input = (queries: MetricDataQuery[], others: Partial<GetMetricDataInput> = {}): GetMetricDataInput => ({
    MetricDataQueries: queries,
    StartTime: at(0),
    EndTime: at(10 * MINUTE),
    ...others,
  })
  const read = (...asked: Parameters<typeof input>) => parts.client.send(new GetMetricDataCommand(input(...asked)))
  return { ...parts, input, read }
}

it("answers each query by its id, the newest first unless asked otherwise", async () => {
  const { read } = await reading()
  const queries = [
    query("time", "Time"),
    { ...query("size", "Size", "p100"), Label: "How large" },
    query("none", "None"),
  ]
  expect((await read(queries)).MetricDataResults).toEqual([
    {
      Id: "time",
      Label: "Time",
      Timestamps: [at(2 * MINUTE), at(MINUTE), at(0)],
      Values: [3, 2, 1],
      StatusCode: "Complete",
    },
    { Id: "size", Label: "How large", Timestamps: [at(0)], Values: [10], StatusCode: "Complete" },
    { Id: "none", Label: "None", Timestamps: [], Values: [], StatusCode: "Complete" },
  ])
  const ascending = await read([query("time", "Time")], { ScanBy: "TimestampAscending" })
  expect(ascending.MetricDataResults?.[0]?.Values).toEqual([1, 2, 3])
})

it("takes all units together, or the one that is asked for", async () => {
  const { read } = await reading()
  const { Id, MetricStat } = query("bytes", "Size")
  const bytes = { Id, MetricStat: { ...MetricStat, Unit: "Bytes" as const } } as MetricDataQuery
  const { MetricDataResults } = await read([
    query("all", "Size"),
    bytes,
    { ...query("hidden", "Size"), ReturnData: false },
  ])
  expect(MetricDataResults?.map(({ Id, Values }) => [Id, Values])).toEqual([
    ["all", [11]],
    ["bytes", [10]],
  ])
})

it("gives as many datapoints at once as are asked for", async () => {
  const { client, input } = await reading()
  const pages: [string | undefined, number[] | undefined, string | undefined][][] = []
  const asked = input([query("time", "Time"), query("size", "Size")], { MaxDatapoints: 2 })
  for await (const { MetricDataResults = [] } of paginateGetMetricData({ client }, asked))
    pages.push(MetricDataResults.map(({ Id, Values, StatusCode }) => [Id, Values, StatusCode]))
  expect(pages).toEqual([
    [
      ["time", [3, 2], "PartialData"],
      ["size", [], "PartialData"],
    ],
    [
      ["time", [1], "Complete"],
      ["size", [11], "Complete"],
    ],
  ])
})

it.each(["m1 + m2", "SELECT AVG(Time) FROM App"])(
  "names the expression that it cannot evaluate: %s",
  async (Expression) => {
    const { read } = await reading()
    await expect(read([query("m1", "Time"), { Id: "e", Expression }])).rejects.toThrow(
      `does not support cloudwatch:GetMetricData with the expression "${Expression}"`,
    )
  },
)

const stat = (change: object): MetricDataQuery[] => {
  const { Id, MetricStat } = query("m", "Time")
  return [{ Id, MetricStat: { ...MetricStat, ...change } } as MetricDataQuery]
}

it.each<[string, MetricDataQuery[], Partial<GetMetricDataInput>, string]>([
  ["no queries", [], {}, "MetricDataQueries is required"],
  [
    "too many queries",
    Array.from({ length: 501 }, (_, index) => query(`m${index}`, "Time")),
    {},
    "must not have a size greater than 500",
  ],
  ["an id twice", [query("m", "Time"), query("m", "Size")], {}, "are not unique: m"],
  ["an id with a capital first", [query("M", "Time")], {}, "not matching the expected pattern"],
  ["a query for nothing", [{ Id: "m" }], {}, "Exactly one of"],
  [
    "an unknown statistic",
    stat({ Stat: "Median" }),
    {},
    "The value Median for parameter MetricDataQueries.member.1.MetricStat.Stat is not supported.",
  ],
  ["a period between minutes", stat({ Period: 61 }), {}, "The value 61"],
  ["an unknown unit", stat({ Unit: "Parsecs" }), {}, "must be a value in the set"],
  ["no namespace", stat({ Metric: { MetricName: "Time" } }), {}, "MetricStat.Metric.Namespace is required"],
  ["an end at the start", stat({}), { EndTime: at(0) }, "The parameter StartTime must not equal parameter EndTime."],
  ["an end before the start", stat({}), { EndTime: at(-1) }, "must be less than"],
  ["an unknown order", stat({}), { ScanBy: "Random" as "TimestampAscending" }, "ScanBy"],
  ["too many datapoints", stat({}), { MaxDatapoints: 100_801 }, "MaxDatapoints"],
])("refuses %s", async (_what, queries, others, message) => {
  const { read } = await reading()
  await expect(read(queries, others)).rejects.toMatchObject({
    name: "ValidationException",
    message: expect.stringContaining(message) as string,
  })
})

it("refuses a token that it never gave, and names a statistic that it does not have", async () => {
  const { read } = await reading()
  for (const NextToken of ["nonsense", Buffer.from("page:99").toString("base64url")])
    await expect(read([query("m", "Time")], { NextToken })).rejects.toMatchObject({ name: "InvalidNextToken" })
  await expect(read(stat({ Stat: "tm90" }))).rejects.toThrow("with the statistic tm90")
})
