import type { JsonOperation } from "../json-protocol.ts"
import { invalidMoveTask } from "./errors.ts"
import { MAX_LISTED_MOVE_TASKS, MAX_MOVES_PER_SECOND, optionalNumber, requiredString } from "./input.ts"
import type { MoveTask } from "./move-task.ts"
import type { MoveTasks } from "./move-tasks.ts"

/** The operations that redrive a dead-letter queue. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-configure-dead-letter-queue-redrive.html */
export function moveTaskOperations(tasks: MoveTasks): Record<string, JsonOperation> {
  return {
    StartMessageMoveTask: (input) => {
      const source = arnInput("SourceArn", requiredString("SourceArn", input.SourceArn))
      const destination = input.DestinationArn ? arnInput("DestinationArn", String(input.DestinationArn)) : undefined
      const given = input.MaxNumberOfMessagesPerSecond
      const rate = optionalNumber("MaxNumberOfMessagesPerSecond", given, 1, MAX_MOVES_PER_SECOND)
      return { TaskHandle: tasks.moveMessages(source, { destination, rate }) }
    },
    ListMessageMoveTasks: (input) => {
      const source = arnInput("SourceArn", requiredString("SourceArn", input.SourceArn))
      const max = optionalNumber("MaxResults", input.MaxResults, 1, MAX_LISTED_MOVE_TASKS) ?? 1
      return { Results: tasks.listMoves(source, max).map(taskOutput) }
    },
    CancelMessageMoveTask: (input) => ({
      ApproximateNumberOfMessagesMoved: tasks.cancelMove(requiredString("TaskHandle", input.TaskHandle)),
    }),
  }
}

function arnInput(name: string, arn: string): string {
  if (/^arn:[^:]+:sqs:[^:]+:[^:]+:[^:]+$/.test(arn)) return arn
  throw invalidMoveTask(
    `You must use this format to specify the ${name}: arn:<partition>:<service>:<region>:<account-id>:<resource-id>`,
  )
}

/** Only a task that runs shows its handle: another one cannot be cancelled. */
function taskOutput(task: MoveTask) {
  return {
    ...(task.status === "RUNNING" && { TaskHandle: task.handle }),
    Status: task.status,
    SourceArn: task.source,
    DestinationArn: task.destination,
    MaxNumberOfMessagesPerSecond: task.rate,
    ApproximateNumberOfMessagesMoved: task.moved,
    ApproximateNumberOfMessagesToMove: task.toMove,
    FailureReason: task.failure,
    StartedTimestamp: task.started,
  }
}
