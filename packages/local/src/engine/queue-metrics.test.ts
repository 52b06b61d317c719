import { expect, it } from "vitest"
import { sqsService } from "../aws/sqs/sqs.ts"
import { manualClock } from "../clock.ts"
import { openStore } from "../store.ts"
import { queueMetrics } from "./queue-metrics.ts"

const MINUTE = 60_000
const arn = "arn:aws:sqs:us-east-1:000000000000:work-on-aws"

it("records each minute how old the oldest message is and how many wait, of queues that are not empty, until it is ended", () => {
  const clock = manualClock()
  const context = { clock, store: openStore(), region: "us-east-1", accountId: "000000000000" }
  const queue = { name: "work-on-aws", arn, visibilityTimeout: 30, retention: 345_600, delay: 0, receiveWait: 0 }
  const sqs = sqsService({ queues: [queue] }, context)
  const recorded: unknown[] = []
  const record = (namespace: string, name: string, value: number, unit: string, dimensions: object) =>
    void recorded.push([namespace, name, value, unit, dimensions])
  const node = { ...queue, id: "Work", url: "http://127.0.0.1/work" }
  const end = queueMetrics({ queues: [node] }, { sqs, cloudWatch: { record } }, clock)
  const about = { QueueName: "work-on-aws" }
  const minute = (age: number, waiting: number) => [
    ["AWS/SQS", "ApproximateAgeOfOldestMessage", age, "Seconds", about],
    ["AWS/SQS", "ApproximateNumberOfMessagesVisible", waiting, "Count", about],
  ]
  clock.advance(MINUTE)
  sqs.send(arn, { body: "a" })
  clock.advance(MINUTE / 2)
  sqs.send(arn, { body: "b" })
  clock.advance(MINUTE * 1.5)
  expect(recorded).toEqual([...minute(60, 2), ...minute(120, 2)])
  sqs.purge(arn)
  clock.advance(5 * MINUTE)
  expect(recorded).toEqual([...minute(60, 2), ...minute(120, 2), ...minute(0, 0)])
  sqs.send(arn, { body: "c" })
  end()
  clock.advance(5 * MINUTE)
  expect(recorded).toHaveLength(6)
})

it("leaves out of the age what was received three times and is still there, as SQS does", async () => {
  const clock = manualClock()
  const context = { clock, store: openStore(), region: "us-east-1", accountId: "000000000000" }
  const queue = { name: "work-on-aws", arn, visibilityTimeout: 0, retention: 345_600, delay: 0, receiveWait: 0 }
  const sqs = sqsService({ queues: [queue] }, context)
  const ages: number[] = []
  const record = (_: string, name: string, value: number) =>
    void (name === "ApproximateAgeOfOldestMessage" && ages.push(value))
  queueMetrics(
    { queues: [{ ...queue, id: "Work", url: "http://127.0.0.1/work" }] },
    { sqs, cloudWatch: { record } },
    clock,
  )
  sqs.send(arn, { body: "comes back" })
  for (let receive = 0; receive < 3; receive++) {
    clock.advance(MINUTE)
    await sqs.receive(arn, { max: 1, waitMs: 0 })
  }
  clock.advance(MINUTE)
  sqs.send(arn, { body: "new" })
  clock.advance(MINUTE)
  expect(ages).toEqual([60, 120, 180, 0, 60])
})
