import { jsonProtocol } from "../json-protocol.ts"
import type { AwsRequest, AwsService, ServiceContext } from "../service.ts"
import { queryCompatible } from "./errors.ts"
import { operations } from "./operations.ts"
import type { QueueConfig } from "./queue-config.ts"
import { openQueues, type Queues } from "./queues.ts"

export { stringAttributes } from "./message.ts"
export type {
  MessageAttribute,
  MessageAttributes,
  PeekedMessage,
  ReceivedMessage,
  SystemAttributes,
} from "./message.ts"
export type { Depth } from "./message-rows.ts"
export type { MoveTask } from "./move-task.ts"
export type { MoveOptions, MoveTasks } from "./move-tasks.ts"
export type { QueueConfig, RedrivePolicy } from "./queue-config.ts"
export type { Queues, ReceiveOptions, SendOptions } from "./queues.ts"

export interface SqsOptions {
  readonly queues: readonly QueueConfig[]
}

export interface SqsService extends AwsService, Queues {}

/** Amazon SQS: standard queues with long polling, visibility timeouts, delays, retention and dead-letter queues. */
export function sqsService({ queues: configs }: SqsOptions, context: ServiceContext): SqsService {
  const { reset, stop, ...queues } = openQueues(configs, context)
  const operationsAt = (host = "localhost") => {
    const urlOf = ({ url, name }: QueueConfig) => url ?? `http://${host}/${context.accountId}/${name}`
    return operations({ configs, queues, urlOf })
  }
  const answer = (request: AwsRequest) => jsonProtocol("sqs", operationsAt(request.headers["host"]))(request)
  return {
    name: "sqs",
    operations: Object.keys(operationsAt()),
    ...queues,
    handle: async (request) => queryCompatible(await answer(request)),
    reset: async () => reset(),
    close: async () => stop(),
  }
}
