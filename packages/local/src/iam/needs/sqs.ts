import { type Arns, arnOf } from "./arns.ts"
import { asRecord, jsonCall, type ReadNeeds, textOf } from "./read-needs.ts"

/** What is done with messages besides, by the caller's own permissions. https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsqs.html */
const BESIDES: Readonly<Record<string, readonly string[]>> = {
  StartMessageMoveTask: ["ReceiveMessage", "DeleteMessage", "GetQueueAttributes"],
  CancelMessageMoveTask: ["ReceiveMessage", "DeleteMessage", "GetQueueAttributes"],
  ListMessageMoveTasks: ["GetQueueAttributes"],
}

/** A batch needs what one message does. */
export const sqsNeeds: ReadNeeds = (request, body, arns) => {
  const { operation, input } = jsonCall(request, body)
  const name = queueOf(input)
  const resource = name === undefined ? "*" : arnOf("sqs", "", name, arns)
  const besides = BESIDES[operation] ?? []
  const destinations = operation === "StartMessageMoveTask" ? destinationsOf(input, resource, arns) : []
  return [
    ...[operation.replace(/Batch$/, ""), ...besides].map((action) => ({ action: `sqs:${action}`, resource })),
    ...destinations.map((destination) => ({ action: "sqs:SendMessage", resource: destination })),
  ]
}

function queueOf(input: Record<string, unknown>): string | undefined {
  const url = textOf(input, "QueueUrl")?.split("/").at(-1)
  return url ?? textOf(input, "QueueName") ?? textOf(input, "SourceArn") ?? sourceIn(textOf(input, "TaskHandle"))
}

/** A handle is base64 of JSON that names the queue; SQS reports one that is none. */
function sourceIn(taskHandle = ""): string | undefined {
  try {
    return textOf(asRecord(JSON.parse(Buffer.from(taskHandle, "base64").toString())), "sourceArn")
  } catch {
    return undefined
  }
}

/** Without a destination, messages go back to the queues from which they came. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html */
function destinationsOf(input: Record<string, unknown>, source: string, { sourcesOf }: Arns): readonly string[] {
  const destination = textOf(input, "DestinationArn")
  return destination === undefined ? (sourcesOf?.(source) ?? []) : [destination]
}
