import {
  GetQueueAttributesCommand,
  type QueueAttributeName,
  ReceiveMessageCommand,
  SendMessageCommand,
} from "@aws-sdk/client-sqs"
import { type Clients, queueUrl } from "./clients.ts"

/** One without a redrive policy. */
export const QUEUE = "orders"

/** Longer than the queues' visibility timeout, in milliseconds. */
export const TIMEOUT = 31_000

export const send = (clients: Clients, MessageBody: string, queue = QUEUE) =>
  clients.sqs.send(new SendMessageCommand({ QueueUrl: queueUrl(clients, queue), MessageBody }))

/** What is visible now. */
export async function receive(clients: Clients, queue = QUEUE) {
  const { Messages = [] } = await clients.sqs.send(
    new ReceiveMessageCommand({
      QueueUrl: queueUrl(clients, queue),
      MaxNumberOfMessages: 10,
      MessageAttributeNames: ["All"],
      MessageSystemAttributeNames: ["ApproximateReceiveCount"],
    }),
  )
  return Messages
}

export const bodies = async (clients: Clients, queue = QUEUE) => (await receive(clients, queue)).map(({ Body }) => Body)

export async function queueAttributes(clients: Clients, queue: string, ...AttributeNames: QueueAttributeName[]) {
  const input = { QueueUrl: queueUrl(clients, queue), AttributeNames }
  return (await clients.sqs.send(new GetQueueAttributesCommand(input))).Attributes
}
