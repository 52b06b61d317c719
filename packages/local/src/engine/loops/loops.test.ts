import { GetMetricStatisticsCommand } from "@aws-sdk/client-cloudwatch"
import { PutEventsCommand } from "@aws-sdk/client-eventbridge"
import { InvokeCommand } from "@aws-sdk/client-lambda"
import { PutObjectCommand } from "@aws-sdk/client-s3"
import { PublishCommand } from "@aws-sdk/client-sns"
import { SendMessageCommand } from "@aws-sdk/client-sqs"
import { afterAll, expect, it } from "vitest"
import { manualClock } from "../../clock.ts"
import { startEngine } from "../../engine.ts"
import { arns } from "../../operations/arns.ts"
import { clientsOf, queueUrl, receivedJson } from "../../operations/clients.ts"
import { loops } from "./graph.ts"

const clock = manualClock()
const recogniser = { detectLabels: async () => [], close: async () => {} }
const errors: [string, unknown][] = []
const engine = await startEngine({
  graph: loops,
  root: import.meta.dirname,
  port: 0,
  clock,
  recogniser,
  concurrency: 1,
  onError: (functionId, error) => void errors.push([functionId, error]),
})
const clients = clientsOf(engine, clock)
const { cloudWatch, events, lambda, s3, sns, sqs } = clients

afterAll(() => engine.close())

const begin: Readonly<Record<string, () => Promise<unknown>>> = {
  Sqs: () => sqs.send(new SendMessageCommand({ QueueUrl: queueUrl(clients, "own"), MessageBody: "first" })),
  Allowed: () => sqs.send(new SendMessageCommand({ QueueUrl: queueUrl(clients, "allowed"), MessageBody: "first" })),
  Sns: () => sns.send(new PublishCommand({ TopicArn: arns.topic("news"), Message: "first" })),
  S3: () => s3.send(new PutObjectCommand({ Bucket: "files", Key: "first", Body: "x" })),
  Lambda: () => lambda.send(new InvokeCommand({ FunctionName: "Lambda", InvocationType: "Event" })),
  Events: () =>
    events.send(new PutEventsCommand({ Entries: [{ Source: "loops", DetailType: "First", Detail: "{}" }] })),
}

/** Begins a loop, and gives how often the function ran and how often it was stopped. */
async function looped(id: string, expected: readonly [number, number]): Promise<void> {
  await begin[id]!()
  const counted = () => {
    clock.advance(0)
    const { invocations = 0, recursions = 0 } = engine.stats().find((each) => each.id === id) ?? {}
    return [invocations, recursions]
  }
  await expect.poll(counted, { timeout: 20_000, interval: 20 }).toEqual(expected)
}

async function dropped(FunctionName: string): Promise<number | undefined> {
  const { Datapoints = [] } = await cloudWatch.send(
    new GetMetricStatisticsCommand({
      Namespace: "AWS/Lambda",
      MetricName: "RecursiveInvocationsDropped",
      Dimensions: [{ Name: "FunctionName", Value: FunctionName }],
      StartTime: new Date(clock.now() - 3_600_000),
      EndTime: new Date(clock.now() + 3_600_000),
      Period: 7_200,
      Statistics: ["Sum"],
    }),
  )
  return Datapoints[0]?.Sum
}

it.each(["Sqs", "Sns", "S3", "Lambda"])("stops the loop of %s after 16 invocations, and says so", async (id) => {
  await looped(id, [16, 1])
  expect(errors.filter(([functionId]) => functionId === id)).toMatchObject([[id, { name: "RecursiveLoop" }]])
  expect(await dropped(id)).toBe(1)
})

it("tells the destination of failures about an asynchronous invocation that it stopped", async () => {
  expect(await receivedJson(clients, "failed")).toMatchObject({
    requestContext: { functionArn: `${arns.function("Lambda")}:$LATEST`, condition: "RecursiveLoop" },
  })
})

it.each(["Allowed", "Events"])("does not stop the loop of %s", async (id) => {
  await looped(id, [20, 0])
  expect(await dropped(id)).toBeUndefined()
})
