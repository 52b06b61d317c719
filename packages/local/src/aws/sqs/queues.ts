import { randomUUID } from "node:crypto"
import type { ServiceContext } from "../service.ts"
import { messageNotAvailable, messageNotInflight, purgeInProgress, queueDoesNotExist } from "./errors.ts"
import { longPolls } from "./long-polls.ts"
import type { MessageAttributes, PeekedMessage, ReceivedMessage } from "./message.ts"
import { messageRows, type Depth, type MessageRow } from "./message-rows.ts"
import { openMoveTasks, type MoveTasks } from "./move-tasks.ts"
import { checkQueues, type QueueConfig } from "./queue-config.ts"
import { newReceipt, parseReceiptHandle } from "./receipt-handle.ts"
import { toPeeked, toReceived } from "./row-to-message.ts"
import { transaction } from "../transaction.ts"

export interface SendOptions {
  readonly body: string
  readonly attributes?: MessageAttributes
  readonly delaySeconds?: number | undefined
  /** The sender's access key or account; the account where it is not given. */
  readonly senderId?: string
  /** X-Ray's header, which SQS carries from sender to receiver. */
  readonly traceHeader?: string | undefined
}

export interface ReceiveOptions {
  readonly max: number
  /** Seconds; the queue's where it is not given. */
  readonly visibilityTimeout?: number | undefined
  /** How long to wait for a message, in milliseconds; the queue's where it is not given. */
  readonly waitMs?: number | undefined
  /** Ends the wait early, with no messages. */
  readonly signal?: AbortSignal
}

/** Queues as code in this process uses them. Every function throws QueueDoesNotExist for an unknown ARN. */
export interface Queues extends MoveTasks {
  send(arn: string, message: SendOptions): string
  receive(arn: string, options: ReceiveOptions): Promise<ReceivedMessage[]>
  /** An old receipt handle of a message that was received again is taken, and deletes nothing. Throws ReceiptHandleIsInvalid. */
  delete(arn: string, receiptHandle: string): void
  /** Throws MessageNotInflight, ReceiptHandleIsInvalid, InvalidParameterValue for a message that is gone. */
  changeVisibility(arn: string, receiptHandle: string, seconds: number): void
  depth(arn: string): Depth
  /** The queue's visibility timeout, in seconds. */
  visibilityTimeout(arn: string): number
  /** Throws PurgeQueueInProgress less than a minute after the last one. */
  purge(arn: string): void
  peek(arn: string, max: number): PeekedMessage[]
  /** Makes all messages in flight visible: for a start after a crash, when no receiver can be left. */
  releaseInFlight(arn: string): void
}

/** So long a purge may take on AWS, and no other may begin. */
const PURGE_MILLISECONDS = 60_000

/** Standard queues in SQLite. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/standard-queues.html */
export function openQueues(configs: readonly QueueConfig[], context: ServiceContext) {
  const { clock, store, accountId } = context
  checkQueues(configs)
  const byArn = new Map(configs.map((config) => [config.arn, config]))
  const rows = messageRows(store)
  const purged = new Map<string, number>()
  const polls = longPolls(clock, rows.nextVisibleAt)
  const { stop: stopMoves, clear: clearMoves, ...moves } = openMoveTasks({ byArn, rows, wake: polls.wake }, context)

  function queueOf(arn: string): QueueConfig {
    const queue = byArn.get(arn)
    if (queue === undefined) throw queueDoesNotExist(arn)
    return queue
  }

  function send(
    arn: string,
    { body, attributes = {}, delaySeconds, senderId = accountId, traceHeader }: SendOptions,
  ): string {
    const { delay, retention } = queueOf(arn)
    const id = randomUUID()
    const sent = clock.now()
    rows.insert({
      queue: arn,
      id,
      body,
      attributes: JSON.stringify(attributes),
      sender: senderId,
      trace: traceHeader ?? null,
      sent,
      expires: sent + retention * 1000,
      visible_at: sent + (delaySeconds ?? delay) * 1000,
    })
    polls.wake(arn)
    return id
  }

  function receive(
    arn: string,
    { max, visibilityTimeout, waitMs, signal }: ReceiveOptions,
  ): Promise<ReceivedMessage[]> {
    const queue = queueOf(arn)
    const attempt = () => take(queue, max, visibilityTimeout ?? queue.visibilityTimeout)
    const wait = waitMs ?? queue.receiveWait * 1000
    const ready = signal?.aborted ? [] : attempt()
    if (ready.length > 0 || wait <= 0 || signal?.aborted) return Promise.resolve(ready)
    return polls.wait(arn, { attempt, waitMs: wait, signal })
  }

  function take(queue: QueueConfig, max: number, visibilityTimeout: number): ReceivedMessage[] {
    const deadLetters: string[] = []
    const taken = transaction(store, () => {
      rows.expire(queue.arn, clock.now())
      for (;;) {
        const batch = rows.visible(queue.arn, clock.now(), max)
        const spent = batch.filter((row) => isSpent(queue, row))
        spent.forEach((row) => deadLetters.push(moveToDeadLetters(queue, row)))
        const usable = batch.filter((row) => !spent.includes(row))
        // A batch of nothing but dead letters may hide good messages behind it.
        if (usable.length > 0 || batch.length === 0) return usable.map((row) => lock(row, visibilityTimeout))
      }
    })
    new Set(deadLetters).forEach(polls.wake)
    return taken
  }

  function moveToDeadLetters({ redrive }: QueueConfig, row: MessageRow): string {
    const deadLetters = queueOf(redrive?.deadLetterArn ?? "")
    rows.move(row.seq, deadLetters.arn, deadLetters.retention * 1000, clock.now())
    return deadLetters.arn
  }

  function lock(row: MessageRow, visibilityTimeout: number): ReceivedMessage {
    const { handle, token } = newReceipt(row.seq)
    return toReceived(rows.lock(row.seq, clock.now(), clock.now() + visibilityTimeout * 1000, token), handle)
  }

  function deleteMessage(arn: string, receiptHandle: string): void {
    const { seq, token } = parseReceiptHandle(receiptHandle)
    if (rows.bySeq(seq, queueOf(arn).arn)?.receipt === token) rows.remove(seq)
  }

  function changeVisibility(arn: string, receiptHandle: string, seconds: number): void {
    const { seq, token } = parseReceiptHandle(receiptHandle)
    const row = rows.bySeq(seq, queueOf(arn).arn)
    if (row?.receipt !== token) throw messageNotAvailable()
    if (row.visible_at <= clock.now()) throw messageNotInflight()
    rows.show(seq, clock.now() + seconds * 1000)
    polls.wake(arn)
  }

  const queues: Queues = {
    ...moves,
    send,
    receive,
    delete: deleteMessage,
    changeVisibility,
    depth: (arn) => {
      rows.expire(queueOf(arn).arn, clock.now())
      return rows.depth(arn, clock.now())
    },
    visibilityTimeout: (arn) => queueOf(arn).visibilityTimeout,
    purge: (arn) => {
      const { name } = queueOf(arn)
      if (clock.now() - (purged.get(arn) ?? -PURGE_MILLISECONDS) < PURGE_MILLISECONDS) throw purgeInProgress(name)
      purged.set(arn, clock.now())
      rows.purge(arn)
    },
    peek: (arn, max) => {
      rows.expire(queueOf(arn).arn, clock.now())
      return rows.oldest(arn, max).map((row) => toPeeked(row, clock.now()))
    },
    releaseInFlight: (arn) => {
      rows.release(queueOf(arn).arn, clock.now())
      polls.wake(arn)
    },
  }
  return {
    ...queues,
    reset: () => {
      purged.clear()
      clearMoves()
      rows.clear()
    },
    stop: () => {
      stopMoves()
      polls.stop()
    },
  }
}

function isSpent({ redrive }: QueueConfig, row: MessageRow): boolean {
  return redrive !== undefined && row.queue_receives >= redrive.maxReceiveCount
}
