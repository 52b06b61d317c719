import { retryDelay } from "../events/delivery-failure.ts"
import type { ServiceContext } from "../service.ts"
import type { DeadLetterAttributes, SchedulerOptions, ScheduleTarget } from "./config.ts"
import type { DeliveryRow, DeliveryRows } from "./delivery-rows.ts"
import { deadLetterAttributes, exhaustedCondition, failureOf, type Failure } from "./failure.ts"
import { executionId, invocationBody } from "./invocation.ts"
import type { ScheduleRows } from "./schedule-rows.ts"

export interface InvokerParts {
  readonly options: SchedulerOptions
  readonly context: ServiceContext
  readonly schedules: ScheduleRows
  readonly deliveries: DeliveryRows
  /** Called when a schedule has one delivery less to wait for. */
  readonly settled: (group: string, name: string) => void
}

/** Invokes the target of one delivery; gives when to try it again, or undefined when it is done. */
export function invoker({ options, context, schedules, deliveries, settled }: InvokerParts) {
  const { deliver, onDropped = () => {}, random = Math.random } = options
  const { clock } = context

  return async (seq: number, alive: () => boolean): Promise<number | undefined> => {
    const row = deliveries.get(seq)
    if (row === undefined) return undefined
    if (row.due > clock.now()) return row.due
    const body = invocationBody(row, context)
    const failure = await tryDelivery(row, row.target, body)
    // The store may be closed by now. The row stays in it, so the next run delivers it, perhaps a second time.
    if (!alive()) return undefined
    schedules.note(row, clock.now(), failure?.message)
    if (failure === undefined) return settle(row)
    const failed = deliveries.fail(seq)
    return failed && (await handleFailure(failed, body, failure, alive))
  }

  async function handleFailure(row: DeliveryRow, body: string, failure: Failure, alive: () => boolean) {
    const { deadLetterArn, arn: targetArn } = row.target
    const condition = exhaustedCondition(row, clock.now())
    if (condition === undefined) return retryTime(row)
    if (deadLetterArn === undefined) {
      const { code: errorCode, message: errorMessage } = failure
      onDropped({ scheduleArn: row.scheduleArn, targetArn, executionId: executionId(row), errorCode, errorMessage })
      return settle(row)
    }
    const { roleArn, retry } = row.target
    const attributes = deadLetterAttributes(row, failure, condition)
    const refused = await tryDelivery(row, { arn: deadLetterArn, roleArn, retry }, body, attributes)
    if (!alive()) return undefined
    return refused === undefined ? settle(row) : retryTime(row)
  }

  async function tryDelivery(
    { scheduleArn }: DeliveryRow,
    target: ScheduleTarget,
    body: string,
    deadLetter?: DeadLetterAttributes,
  ): Promise<Failure | undefined> {
    try {
      await deliver(target, body, { scheduleArn, ...(deadLetter && { deadLetter }) })
      return undefined
    } catch (error) {
      return failureOf(error)
    }
  }

  function retryTime({ attempts }: DeliveryRow): number {
    return clock.now() + retryDelay(attempts, random)
  }

  function settle({ seq, group, name }: DeliveryRow): undefined {
    deliveries.remove(seq)
    settled(group, name)
  }
}
