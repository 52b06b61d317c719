import { moveTaskHandle } from "./move-task-handle.ts"
import type { MoveTaskRow, MoveTaskStatus } from "./move-task-rows.ts"

/** A redrive of a dead-letter queue. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListMessageMoveTasksResultEntry.html */
export interface MoveTask {
  readonly handle: string
  readonly source: string
  readonly destination?: string
  readonly rate?: number
  /** Milliseconds since the epoch. */
  readonly started: number
  /** Messages that could be moved when the task began. */
  readonly toMove: number
  readonly moved: number
  readonly status: MoveTaskStatus
  readonly failure?: string
}

export function toMoveTask(row: MoveTaskRow): MoveTask {
  return {
    handle: moveTaskHandle(row.id, row.source),
    source: row.source,
    ...(row.destination === null ? {} : { destination: row.destination }),
    ...(row.rate === null ? {} : { rate: row.rate }),
    started: row.started,
    toMove: row.to_move,
    moved: row.moved,
    status: row.status,
    ...(row.failure === null ? {} : { failure: row.failure }),
  }
}
