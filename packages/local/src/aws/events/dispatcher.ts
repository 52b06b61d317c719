import type { ServiceContext } from "../service.ts"
import type { EventsOptions, TargetConfig } from "./config.ts"
import { deadLetterAttributes, exhaustedCondition, failureOf, retryDelay, type Failure } from "./delivery-failure.ts"
import type { DeliveryRow, DeliveryRows } from "./delivery-rows.ts"

export type Dispatcher = ReturnType<typeof startDispatcher>

/** Delivers the outbox: in order of insertion, all at once, each again until it is taken. What is left from an earlier run comes first. */
export function startDispatcher(rows: DeliveryRows, options: EventsOptions, { clock }: ServiceContext) {
  const { deliver, rules, onDropped = () => {}, random = Math.random } = options
  const running = new Map<number, Promise<void>>()
  const timers = new Map<number, () => void>()
  let closed = false

  function dispatch(seqs: readonly number[]): void {
    for (const seq of seqs) start(seq)
  }

  function start(seq: number): void {
    if (closed || running.has(seq)) return
    timers.get(seq)?.()
    timers.delete(seq)
    const row = rows.get(seq)
    if (row === undefined) return
    const done = run(row).finally(() => running.delete(seq))
    running.set(seq, done)
  }

  async function run(row: DeliveryRow): Promise<void> {
    const target = currentTarget(row)
    const failure = await tryDelivery(target, row.message, undefined, row.rule_arn)
    // The store may be closed by now. The row stays in it, so the next run delivers it, perhaps a second time.
    if (closed) return
    if (failure === undefined) return rows.remove(row.seq)
    const failed = rows.fail(row.seq)
    if (failed !== undefined) await handleFailure(failed, target, failure)
  }

  async function handleFailure(row: DeliveryRow, target: TargetConfig, failure: Failure): Promise<void> {
    const condition = exhaustedCondition(row, target, clock.now())
    if (!failure.final && condition === undefined) return retryLater(row)
    if (target.deadLetterArn === undefined) {
      rows.remove(row.seq)
      return onDropped({
        ruleArn: row.rule_arn,
        targetArn: target.arn,
        eventId: row.event_id,
        errorCode: failure.code,
        errorMessage: failure.message,
      })
    }
    const deadLetters = { id: target.id, arn: target.deadLetterArn }
    const attributes = deadLetterAttributes(row, target, failure, condition)
    const refused = await tryDelivery(deadLetters, row.message, attributes, row.rule_arn)
    if (closed) return
    if (refused === undefined) rows.remove(row.seq)
    else retryLater(row)
  }

  async function tryDelivery(...delivery: Parameters<typeof deliver>): Promise<Failure | undefined> {
    try {
      await deliver(...delivery)
      return undefined
    } catch (error) {
      return failureOf(error)
    }
  }

  function retryLater({ seq, attempts }: DeliveryRow): void {
    timers.set(
      seq,
      clock.schedule(retryDelay(attempts, random), () => start(seq)),
    )
  }

  /** The target as the app declares it now: it may have been repaired since the event was put. */
  function currentTarget({ target: stored, rule_arn }: DeliveryRow): TargetConfig {
    const target = JSON.parse(stored) as TargetConfig
    return rules.find(({ arn }) => arn === rule_arn)?.targets.find(({ id }) => id === target.id) ?? target
  }

  function cancelTimers(): void {
    timers.forEach((cancel) => cancel())
    timers.clear()
  }

  const leftBehind = rows.seqs()
  // Not at once: the services that `deliver` calls may not be there before the engine is complete.
  const cancelStart = clock.schedule(0, () => dispatch(leftBehind))

  return {
    dispatch,
    /** Resolves when no delivery is under way; those that wait for a retry do not count. */
    idle: async (): Promise<void> => {
      while (running.size > 0) await Promise.all(running.values())
    },
    reset: cancelTimers,
    close: () => {
      closed = true
      cancelStart()
      cancelTimers()
    },
  }
}
