import { randomUUID } from "node:crypto"
import type { ServiceContext } from "../service.ts"
import { transaction } from "../transaction.ts"
import { invalidMoveTask, moveResourceNotFound } from "./errors.ts"
import { MAX_LISTED_MOVE_TASKS } from "./input.ts"
import type { MessageRow, MessageRows } from "./message-rows.ts"
import { type MoveTask, toMoveTask } from "./move-task.ts"
import { moveTaskHandle, parseMoveTaskHandle } from "./move-task-handle.ts"
import { moveTaskRows, type MoveTaskRow } from "./move-task-rows.ts"
import type { QueueConfig } from "./queue-config.ts"

/** Messages in one step of a task without a rate; AWS calls its own pace "system optimized". */
const UNLIMITED_STEP = 500
const STEPS_PER_SECOND = 10

export interface MoveOptions {
  /** The queue's ARN; where it is not given, each message goes back to the queue from which it came. */
  readonly destination?: string | undefined
  /** Messages a second. */
  readonly rate?: number | undefined
}

export interface MoveTasks {
  /** Starts to move what is visible in a dead-letter queue now; returns the task's handle. Throws as StartMessageMoveTask. */
  moveMessages(sourceArn: string, options?: MoveOptions): string
  /** The latest first. Throws ResourceNotFoundException. */
  listMoves(sourceArn: string, max?: number): MoveTask[]
  /** Returns how many messages were moved already. Throws ResourceNotFoundException, InvalidParameterValue. */
  cancelMove(handle: string): number
}

export interface MovedQueues {
  readonly byArn: ReadonlyMap<string, QueueConfig>
  readonly rows: MessageRows
  readonly wake: (arn: string) => void
}

/**
 * Redrive of dead letters: step by step on the clock, each step in one transaction, so that a killed engine goes on where it was.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html
 */
export function openMoveTasks({ byArn, rows, wake }: MovedQueues, { clock, store }: ServiceContext) {
  const tasks = moveTaskRows(store)
  const timers = new Map<string, () => void>()
  for (const { id } of tasks.active()) schedule(id, 0)

  function schedule(id: string, milliseconds: number): void {
    timers.set(
      id,
      clock.schedule(milliseconds, () => step(id)),
    )
  }

  function step(id: string): void {
    timers.delete(id)
    const task = tasks.byId(id)
    if (task?.status === "CANCELLING") return tasks.mark(id, "CANCELLED")
    if (task?.status !== "RUNNING") return
    const { size, pause } = pace(task.rate)
    const reached = transaction(store, () => moveSome(task, size))
    new Set(reached).forEach(wake)
    if (tasks.byId(id)?.status === "RUNNING") schedule(id, pause)
  }

  /** Moves the messages that wait longest, so that one that fails again meanwhile is not moved twice; returns their queues. */
  function moveSome({ id, source, destination, to_move, moved }: MoveTaskRow, size: number): string[] {
    rows.expire(source, clock.now())
    const batch = rows.visible(source, clock.now(), Math.min(size, to_move - moved))
    const reached: string[] = []
    for (const row of batch) {
      const target = byArn.get(destination ?? row.dead_letter_source ?? "")
      // It was sent to the dead-letter queue as such: nobody knows where it belongs.
      if (target === undefined) tasks.mark(id, "FAILED", "CouldNotDetermineMessageSource")
      if (target === undefined) break
      resend(row, target)
      reached.push(target.arn)
    }
    tasks.count(id, reached.length)
    const done = batch.length === 0 || moved + reached.length >= to_move
    if (done && reached.length === batch.length) tasks.mark(id, "COMPLETED")
    return reached
  }

  /** A redriven message is a new one, with an id and a retention of its own. */
  function resend(row: MessageRow, { arn, retention, delay }: QueueConfig): void {
    const sent = clock.now()
    const times = { sent, expires: sent + retention * 1000, visible_at: sent + delay * 1000 }
    rows.resend({ seq: row.seq, queue: arn, id: randomUUID(), ...times })
  }

  function moveMessages(source: string, { destination, rate }: MoveOptions = {}): string {
    checkMove(source, destination)
    const id = randomUUID()
    rows.expire(source, clock.now())
    const to_move = rows.depth(source, clock.now()).visible
    const task = { id, source, destination: destination ?? null, rate: rate ?? null, started: clock.now(), to_move }
    tasks.insert(task, MAX_LISTED_MOVE_TASKS)
    schedule(id, 0)
    return moveTaskHandle(id, source)
  }

  function checkMove(source: string, destination: string | undefined): void {
    if (!byArn.has(source)) throw moveResourceNotFound("SourceArn")
    const isDeadLetterQueue = [...byArn.values()].some(({ redrive }) => redrive?.deadLetterArn === source)
    if (!isDeadLetterQueue) throw invalidMoveTask("Source queue must be configured as a Dead Letter Queue.")
    if (destination === source) throw invalidMoveTask("Source queue arn and destination queue arn cannot be the same.")
    if (destination !== undefined && !byArn.has(destination)) throw moveResourceNotFound("DestinationArn")
    if (tasks.active().some((task) => task.source === source)) {
      throw invalidMoveTask(
        "There is already a task running. Only one active task is allowed for a source queue arn at a given time.",
      )
    }
  }

  const operations: MoveTasks = {
    moveMessages,
    listMoves: (source, max = MAX_LISTED_MOVE_TASKS) => {
      if (!byArn.has(source)) throw moveResourceNotFound("SourceArn")
      return tasks.latest(source, max).map(toMoveTask)
    },
    cancelMove: (handle) => {
      const task = tasks.byId(parseMoveTaskHandle(handle))
      if (task === undefined) throw moveResourceNotFound("TaskHandle")
      if (task.status !== "RUNNING") throw invalidMoveTask("Only active tasks can be cancelled.")
      tasks.mark(task.id, "CANCELLING")
      return task.moved
    },
  }
  const stop = () => {
    timers.forEach((cancel) => cancel())
    timers.clear()
  }
  const clear = () => {
    stop()
    tasks.clear()
  }
  return { ...operations, stop, clear }
}

/** Small steps several times a second, where the rate allows it. */
function pace(rate: number | null): { size: number; pause: number } {
  if (rate === null) return { size: UNLIMITED_STEP, pause: 0 }
  const size = Math.max(1, Math.floor(rate / STEPS_PER_SECOND))
  return { size, pause: Math.ceil((size / rate) * 1000) }
}
