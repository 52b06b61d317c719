import {
  DescribeAlarmsCommand,
  ListMetricsCommand,
  type ListMetricsInput,
  paginateListMetrics,
} from "@aws-sdk/client-cloudwatch"
import { expect, it } from "vitest"
import { wired } from "./testing.ts"

const HOUR = 3_600_000

async function listing() {
  const { cloudwatch, client, clock } = await wired()
  cloudwatch.record("App", "Time", 1, "Seconds", { service: "ingest", stage: "local" })
  cloudwatch.record("App", "Time", 1, "Seconds", { service: "tagging" })
  cloudwatch.record("App", "Size", 1, "Bytes", {})
  cloudwatch.record("Other", "Time", 1, "Seconds", {})
  const list = async (input: ListMetricsInput) => {
    const { Metrics = [] } = await client.send(new ListMetricsCommand(input))
    return Metrics.map(({ Namespace, MetricName, Dimensions = [] }) =>
      [Namespace, MetricName, ...Dimensions.map(({ Name, Value }) => `${Name}=${Value}`)].join(" "),
    )
  }
  return { cloudwatch, client, clock, list }
}

const [size, ingest, tagging, other] = [
  "App Size",
  "App Time service=ingest stage=local",
  "App Time service=tagging",
  "Other Time",
]

it.each([
  [{}, [size, ingest, tagging, other]],
  [{ Namespace: "App" }, [size, ingest, tagging]],
  [{ MetricName: "Time" }, [ingest, tagging, other]],
  [{ Dimensions: [{ Name: "service" }] }, [ingest, tagging]],
  [{ Dimensions: [{ Name: "service", Value: "ingest" }] }, [ingest]],
  [{ Dimensions: [{ Name: "service" }, { Name: "stage" }] }, [ingest]],
  [{ Dimensions: [{ Name: "toString" }] }, []],
  [{ Namespace: "Nothing" }, []],
])("lists for %j what has it all", async (input, found) => {
  const { list } = await listing()
  expect(await list(input)).toEqual(found)
})

it("lists metrics with data of the last two weeks, or of the last three hours", async () => {
  const { list, clock, cloudwatch } = await listing()
  clock.advance(4 * HOUR)
  cloudwatch.record("Other", "Time", 1, "Seconds", {})
  expect(await list({ RecentlyActive: "PT3H" })).toEqual([other])
  expect(await list({})).toHaveLength(4)
  clock.advance(14 * 24 * HOUR - HOUR)
  expect(await list({})).toEqual([other])
})

it("lists 500 at once", async () => {
  const { client, cloudwatch } = await listing()
  for (let index = 0; index < 500; index++) cloudwatch.record("Many", `M${index}`, 1, "Count", {})
  const pages: number[] = []
  for await (const { Metrics = [] } of paginateListMetrics({ client }, {})) pages.push(Metrics.length)
  expect(pages).toEqual([500, 4])
})

it("refuses filters and tokens that make no sense, and names an operation that it does not have", async () => {
  const { client, list } = await listing()
  const dimensions = Array(11).fill({ Name: "a" }) as { Name: string }[]
  await expect(list({ Dimensions: dimensions })).rejects.toThrow("must not have a size greater than 10")
  await expect(list({ RecentlyActive: "PT1H" as "PT3H" })).rejects.toMatchObject({
    name: "InvalidParameterValueException",
  })
  await expect(list({ NextToken: "?" })).rejects.toMatchObject({ name: "InvalidNextToken" })
  await expect(client.send(new DescribeAlarmsCommand({}))).rejects.toThrow("does not support cloudwatch:DescribeAlarms")
})

it("says which operations it has", async () => {
  const { cloudwatch } = await listing()
  expect(cloudwatch.operations).toEqual(["PutMetricData", "GetMetricStatistics", "GetMetricData", "ListMetrics"])
})
