import { Readable } from "node:stream"
import { expect, it } from "vitest"
import { redriveSources } from "./arns.ts"
import { sqsNeeds } from "./sqs.ts"

const arn = (name: string) => `arn:aws:sqs:us-east-1:0:${name}`

const redrive = { deadLetterArn: arn("dead") }
const queues = [{ arn: arn("a"), redrive }, { arn: arn("b"), redrive }, { arn: arn("c") }]
const arns = { region: "us-east-1", accountId: "0", sourcesOf: redriveSources(queues) }

function needsOf(operation: string, input: object) {
  const headers = { "x-amz-target": `AmazonSQS.${operation}` }
  const request = { method: "POST", path: "/", query: new URLSearchParams(), headers, caller: { accessKeyId: "F" } }
  const needs = sqsNeeds({ ...request, body: Readable.from([]) }, Buffer.from(JSON.stringify(input)), arns)
  return needs?.map(({ action, resource }) => [action, resource])
}

it.each([
  ["DeleteMessageBatch", { QueueUrl: "http://any/0/a" }, [["sqs:DeleteMessage", arn("a")]]],
  ["GetQueueUrl", { QueueName: "a" }, [["sqs:GetQueueUrl", arn("a")]]],
  ["ListQueues", {}, [["sqs:ListQueues", "*"]]],
  [
    "ListMessageMoveTasks",
    { SourceArn: arn("a") },
    [
      ["sqs:ListMessageMoveTasks", arn("a")],
      ["sqs:GetQueueAttributes", arn("a")],
    ],
  ],
])("%s of %j", (operation, input, needs) => {
  expect(needsOf(operation, input)).toEqual(needs)
})

it("needs for moving messages what reading and sending them does", () => {
  const input = { SourceArn: arn("dead"), DestinationArn: arn("work") }
  expect(needsOf("StartMessageMoveTask", input)).toEqual([
    ["sqs:StartMessageMoveTask", arn("dead")],
    ["sqs:ReceiveMessage", arn("dead")],
    ["sqs:DeleteMessage", arn("dead")],
    ["sqs:GetQueueAttributes", arn("dead")],
    ["sqs:SendMessage", arn("work")],
  ])
})

it("needs to send to each source where messages go back to them", () => {
  const needs = needsOf("StartMessageMoveTask", { SourceArn: arn("dead") })
  expect(needs?.filter(([action]) => action === "sqs:SendMessage")).toEqual([
    ["sqs:SendMessage", arn("a")],
    ["sqs:SendMessage", arn("b")],
  ])
})

it("finds the queue of a task in its handle", () => {
  const handle = (text: string) => ({ TaskHandle: Buffer.from(text).toString("base64") })
  expect(needsOf("CancelMessageMoveTask", handle(JSON.stringify({ taskId: "1", sourceArn: arn("dead") })))).toEqual([
    ["sqs:CancelMessageMoveTask", arn("dead")],
    ["sqs:ReceiveMessage", arn("dead")],
    ["sqs:DeleteMessage", arn("dead")],
    ["sqs:GetQueueAttributes", arn("dead")],
  ])
  expect(needsOf("CancelMessageMoveTask", handle("none"))?.[0]).toEqual(["sqs:CancelMessageMoveTask", "*"])
})
