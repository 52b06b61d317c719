import { Readable } from "node:stream"
import { expect, it } from "vitest"
import { sqsNeeds } from "./sqs.ts"

const arns = { region: "us-east-1", accountId: "0" }
const arn = (name: string) => `arn:aws:sqs:us-east-1:0:${name}`

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
  ["ListMessageMoveTasks", { SourceArn: arn("a") }, [["sqs:ListMessageMoveTasks", arn("a")]]],
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
