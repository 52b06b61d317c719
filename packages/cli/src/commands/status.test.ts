import type { GetMetricDataCommand } from "@aws-sdk/client-cloudwatch"
import type { GetQueueAttributesCommand } from "@aws-sdk/client-sqs"
import type { DeadLetterRecord } from "@darkroom/events"
import { expect, it } from "vitest"
import type { Stage } from "../stage.ts"
import { fakeStage, fakeTerminal, memoryDeadLetters } from "../test-fixtures.ts"
import { type StageStatus, status } from "./status.ts"

const url = (name: string) => `https://sqs.us-east-1.amazonaws.com/000000000000/${name}`
const NOW = Date.parse("2026-11-28T12:00:00.000Z")

/** Waiting, in flight and delayed, by queue. */
const depths: Readonly<Record<string, readonly number[]>> = {
  TaggingEvents: [12, 5, 1],
  TaggingBackfill: [3_000, 2, 0],
  CatalogDeadLetters: [1, 2, 0],
  Undelivered: [0, 0, 4],
}

/** What CloudWatch has, by metric, what it is about and the statistic; each value of another period. */
const values: Readonly<Record<string, readonly number[]>> = {
  "ApproximateAgeOfOldestMessage TaggingEvents Maximum": [130, 60],
  "ApproximateAgeOfOldestMessage TaggingBackfill Maximum": [7_300],
  "Invocations tagging-on-aws Sum": [100, 900],
  "Errors tagging-on-aws Sum": [1, 1],
  "Duration tagging-on-aws Sum": [100_000, 400_000],
  "Duration tagging-on-aws Maximum": [3_000, 9_000.4],
  "RecursiveInvocationsDropped catalog-on-aws Sum": [1, 2],
  "Handled tagging Sum": [900],
  "Failed tagging Sum": [100],
  "Handled catalog Sum": [1_000],
  "SuccessfulRequestCount DetectLabels Sum": [400, 500],
  "SuccessfulRequestCount DetectFaces Sum": [100],
}

function start({ offline = true, stalled = 0 } = {}) {
  const { stage } = fakeStage()
  const letterOf = (id: string, subscriber: string, state = "dead") =>
    ({ id, subscriber, state, since: "2026-11-28T10:00:00.000Z" }) as DeadLetterRecord
  const subscriber = (name: string, ...queues: string[]) => ({
    service: name.toLowerCase(),
    name,
    rules: [],
    onReplay: "redo" as const,
    queues: queues.map(url),
    deadLetters: url(`${name}DeadLetters`),
  })
  const sqs = {
    send: async ({ input: { QueueUrl = "" } }: GetQueueAttributesCommand) => {
      const [waiting = 0, inFlight = 0, delayed = 0] = depths[QueueUrl.split("/").at(-1) ?? ""] ?? []
      return {
        Attributes: {
          ApproximateNumberOfMessages: String(waiting),
          ApproximateNumberOfMessagesNotVisible: String(inFlight),
          ApproximateNumberOfMessagesDelayed: String(delayed),
        },
      }
    },
  }
  const asked: { from: number; period: number | undefined }[] = []
  // One value a page, as CloudWatch may.
  const getMetricData = async ({ input }: GetMetricDataCommand) => {
    const { MetricDataQueries = [], StartTime, NextToken } = input
    asked.push({ from: NOW - StartTime!.getTime(), period: MetricDataQueries[0]?.MetricStat?.Period })
    const page = Number(NextToken ?? 0)
    const MetricDataResults = MetricDataQueries.map(({ Id, MetricStat }) => {
      const { MetricName, Dimensions = [] } = MetricStat!.Metric!
      const all = values[`${MetricName} ${Dimensions[0]?.Value} ${MetricStat!.Stat}`] ?? []
      return { Id, Values: all.slice(page, page + 1) }
    })
    return { MetricDataResults, ...(page === 0 ? { NextToken: "1" } : {}) }
  }
  const paused = {
    UUID: "1",
    EventSourceArn: "arn:aws:sqs:us-east-1:000000000000:CatalogEvents",
    FunctionArn: "arn:aws:lambda:us-east-1:000000000000:function:catalog-on-aws",
    State: "Disabled",
  }
  const io = fakeTerminal({
    ...stage,
    sqs,
    offline,
    cloudWatch: { send: getMetricData } as Stage["cloudWatch"],
    lambda: { send: async () => ({ EventSourceMappings: [paused] }) } as Stage["lambda"],
    stalled: async function* () {
      yield* Array.from({ length: stalled }, (_, index) => String(index))
    },
    deadLetters: memoryDeadLetters([
      letterOf("1", "Tagging"),
      letterOf("2", "Tagging"),
      letterOf("3", "Tagging", "redriven"),
      letterOf("4", "bus"),
    ]),
    operations: {
      ...stage.operations,
      subscribers: [subscriber("Tagging", "TaggingEvents", "TaggingBackfill"), subscriber("Catalog", "CatalogEvents")],
      functions: ["Tagging", "Catalog"].map((id) => ({ id, name: `${id.toLowerCase()}-on-aws`, memory: 1_024 })),
    },
  })
  return { io, asked }
}

async function read(options: Parameters<typeof start>[0] = {}) {
  const { io, asked } = start(options)
  await status({ json: true }, io, () => NOW)
  return { found: JSON.parse(io.written().stdout) as StageStatus, asked }
}

async function shown(options: Parameters<typeof start>[0] = {}) {
  const { io } = start(options)
  await status({}, io, () => NOW)
  return io.written().stdout
}

it("tells of each subscriber what waits in its lanes and since when, what it gave up, and what failures has not read", async () => {
  const { found } = await read()
  const idle = { waiting: 0, inFlight: 0, delayed: 0, oldest: 0 }
  expect(found.subscribers).toEqual([
    {
      subscriber: "Tagging",
      service: "tagging",
      paused: false,
      live: { waiting: 12, inFlight: 5, delayed: 1, oldest: 130 },
      backfill: { waiting: 3_000, inFlight: 2, delayed: 0, oldest: 7_300 },
      dead: 2,
      unread: 0,
    },
    { subscriber: "Catalog", service: "catalog", paused: true, live: idle, backfill: null, dead: 0, unread: 3 },
    { subscriber: "bus", service: "bus", paused: false, live: idle, backfill: null, dead: 1, unread: 4 },
  ])
})

it("tells how functions and messages did in the last hour, from every page", async () => {
  const { found, asked } = await read()
  expect(found.functions).toEqual([
    {
      function: "Tagging",
      invocations: 1_000,
      errors: 2,
      recursions: 0,
      averageMilliseconds: 500,
      longestMilliseconds: 9_000,
    },
    {
      function: "Catalog",
      invocations: 0,
      errors: 0,
      recursions: 3,
      averageMilliseconds: null,
      longestMilliseconds: null,
    },
  ])
  expect(found.services).toEqual([
    { service: "tagging", handled: 900, failed: 100, errorRate: 10 },
    { service: "catalog", handled: 1_000, failed: 0, errorRate: 0 },
  ])
  expect(asked).toContainEqual({ from: 3_600_000, period: 300 })
})

it("says what this month's work comes to at list prices", async () => {
  const { found, asked } = await read()
  expect(asked).toContainEqual({ from: NOW - Date.parse("2026-11-01T00:00:00.000Z"), period: 86_400 })
  const { images, rekognition, lambda, messaging, total } = found.cost
  expect([images, rekognition]).toEqual([1_000, 1])
  // A thousand invocations, and 500 seconds of 1 GB.
  expect(lambda).toBeCloseTo(1_000 * 0.2e-6 + 500 * 0.0000133334, 9)
  // A thousand events, and three requests for each of 1,900 messages.
  expect(messaging).toBeCloseTo(1_000e-6 + 1_900 * 3 * 0.4e-6, 9)
  expect(total).toBeCloseTo(rekognition + lambda + messaging, 9)
  expect(await shown()).toContain(
    "On AWS this month so far would have cost about $1.01 at list prices: Rekognition $1.00 for 1000 images, functions less than $0.01, events and queues less than $0.01.",
  )
  expect(await shown({ offline: false })).toContain("This month so far has cost about $1.01")
})

it("shows it as tables", async () => {
  const lines = (await shown()).split("\n")
  expect(lines[0]).toMatch(/^queue of +waiting +in flight +oldest +backfill +in flight +oldest +dead +unread$/)
  expect(lines[1]).toMatch(/^Tagging +12 +5 +2 min +3000 +2 +2 h +2 +0$/)
  expect(lines[2]).toMatch(/^Catalog \(paused\) +0 +0 +0 +3$/)
  expect(lines).toContainEqual(expect.stringMatching(/^tagging +900 +100 +10\.0 %$/))
  expect(lines).toContainEqual(expect.stringMatching(/^Tagging +1000 +2 +500 ms +9000 ms$/))
  expect(lines).toContain("cold, not invoked in the last hour: Catalog")
  expect(lines).toContainEqual(
    expect.stringMatching(/^Lambda stopped a recursive loop of Catalog \(3 invocations refused\)/),
  )
})

it("tells of stalled photos where there are some", async () => {
  expect(await shown()).not.toContain("stalled")
  expect(await shown({ stalled: 2 })).toContain("2 photos stalled: darkroom retry --stalled")
})
