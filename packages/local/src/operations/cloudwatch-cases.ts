import {
  GetMetricDataCommand,
  GetMetricStatisticsCommand,
  ListMetricsCommand,
  PutMetricDataCommand,
} from "@aws-sdk/client-cloudwatch"
import { expect } from "vitest"
import type { Cases, Clients } from "./clients.ts"

const MINUTE = 60_000

const dimensionsOf = (shop: string) => [{ Name: "Shop", Value: shop }]

/** 1 and 3 sold this minute, 10 in the minute before. */
async function put({ cloudWatch, clock }: Clients, shop: string): Promise<void> {
  const sold = { MetricName: "Sold", Dimensions: dimensionsOf(shop), Unit: "Count" as const }
  const now = new Date(clock.now())
  const MetricData = [
    { ...sold, Values: [1, 3], Counts: [1, 1], Timestamp: now },
    { ...sold, Value: 10, Timestamp: new Date(now.getTime() - MINUTE) },
  ]
  await cloudWatch.send(new PutMetricDataCommand({ Namespace: "Shops", MetricData }))
}

const recently = ({ clock }: Clients) => ({
  StartTime: new Date(clock.now() - 5 * MINUTE),
  EndTime: new Date(clock.now() + MINUTE),
})

async function statistics(clients: Clients, shop: string) {
  const { Datapoints = [] } = await clients.cloudWatch.send(
    new GetMetricStatisticsCommand({
      Namespace: "Shops",
      MetricName: "Sold",
      Dimensions: dimensionsOf(shop),
      ...recently(clients),
      Period: 60,
      Statistics: ["Sum", "Maximum", "SampleCount"],
    }),
  )
  return Datapoints.toSorted((one, other) => Number(one.Timestamp) - Number(other.Timestamp))
}

export const cloudWatchCases: Cases = {
  async PutMetricData(clients) {
    await put(clients, "north")
    await put(clients, "north")
    expect(await statistics(clients, "north")).toMatchObject([{ Sum: 20 }, { Sum: 8, SampleCount: 4 }])
    const future = new Date(clients.clock.now() + 3 * 60 * MINUTE)
    const late = { Namespace: "Shops", MetricData: [{ MetricName: "Sold", Value: 1, Timestamp: future }] }
    await expect(clients.cloudWatch.send(new PutMetricDataCommand(late))).rejects.toMatchObject({
      name: "InvalidParameterValueException",
    })
  },
  async GetMetricStatistics(clients) {
    await put(clients, "south")
    expect(await statistics(clients, "south")).toMatchObject([
      { Sum: 10, Maximum: 10, SampleCount: 1, Unit: "Count" },
      { Sum: 4, Maximum: 3, SampleCount: 2, Unit: "Count" },
    ])
    expect(await statistics(clients, "nowhere")).toEqual([])
  },
  async GetMetricData(clients) {
    await put(clients, "east")
    const Metric = { Namespace: "Shops", MetricName: "Sold", Dimensions: dimensionsOf("east") }
    const query = (Id: string, Stat: string) => ({ Id, MetricStat: { Metric, Period: 60, Stat } })
    const MetricDataQueries = [query("sum", "Sum"), query("average", "Average")]
    const get = new GetMetricDataCommand({ MetricDataQueries, ScanBy: "TimestampAscending", ...recently(clients) })
    const { MetricDataResults } = await clients.cloudWatch.send(get)
    expect(MetricDataResults).toMatchObject([
      { Id: "sum", Values: [10, 4], StatusCode: "Complete" },
      { Id: "average", Values: [10, 2] },
    ])
  },
  async ListMetrics(clients) {
    await put(clients, "west")
    const list = new ListMetricsCommand({ Namespace: "Shops", Dimensions: dimensionsOf("west") })
    const { Metrics } = await clients.cloudWatch.send(list)
    expect(Metrics).toEqual([{ Namespace: "Shops", MetricName: "Sold", Dimensions: dimensionsOf("west") }])
  },
}
