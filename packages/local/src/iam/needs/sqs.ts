import { arnOf } from "./arns.ts"
import { jsonCall, type ReadNeeds, textOf } from "./read-needs.ts"

/** What moving messages does besides, by the caller's own permissions. */
const MOVING = ["StartMessageMoveTask", "ReceiveMessage", "DeleteMessage", "GetQueueAttributes"]

/** A batch needs what one message does. https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsqs.html */
export const sqsNeeds: ReadNeeds = (request, body, arns) => {
  const { operation, input } = jsonCall(request, body)
  const name = textOf(input, "QueueUrl")?.split("/").at(-1) ?? textOf(input, "QueueName") ?? textOf(input, "SourceArn")
  const resource = name === undefined ? "*" : arnOf("sqs", "", name, arns)
  const destination = textOf(input, "DestinationArn")
  const sending = destination === undefined ? [] : [{ action: "sqs:SendMessage", resource: destination }]
  if (operation === "StartMessageMoveTask")
    return [...MOVING.map((action) => ({ action: `sqs:${action}`, resource })), ...sending]
  return [{ action: `sqs:${operation.replace(/Batch$/, "")}`, resource }]
}
