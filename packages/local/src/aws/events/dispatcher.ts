import { startDeliverer } from "../deliverer.ts"
import type { ServiceContext } from "../service.ts"
import type { BusConfig, EventsOptions, TargetConfig } from "./config.ts"
import { deadLetterAttributes, exhaustedCondition, failureOf, retryDelay, type Failure } from "./delivery-failure.ts"
import type { DeliveryRow, DeliveryRows } from "./delivery-rows.ts"
import type { Router } from "./router.ts"

export type Dispatcher = ReturnType<typeof startDispatcher>

export interface DispatcherParts {
  readonly rows: DeliveryRows
  readonly options: EventsOptions
  readonly context: ServiceContext
  readonly router: Router
  /** Puts a delivery's event on the bus that is its target, and takes the delivery out of the outbox. Throws AwsError. */
  readonly forward: (row: DeliveryRow, bus: BusConfig) => void
}

/** Delivers the outbox: in order of insertion, all at once, each again until it is taken. */
export function startDispatcher({ rows, options, context: { clock }, router, forward }: DispatcherParts) {
  const { deliver, rules, onDropped = () => {}, random = Math.random } = options

  async function attempt(seq: number, alive: () => boolean): Promise<number | undefined> {
    const row = rows.get(seq)
    return row === undefined ? undefined : run(row, alive)
  }

  /** Gives when to try again, if at all. */
  async function run(row: DeliveryRow, alive: () => boolean): Promise<number | undefined> {
    const target = currentTarget(row)
    const failure = await failureIn(async () => {
      const bus = router.findBus(target.arn)
      if (bus === undefined) await deliver(target, row.message, undefined, row.rule_arn, row.trace ?? undefined)
      else forward(row, bus)
    })
    // The store may be closed by now. The row stays in it, so the next run delivers it, perhaps a second time.
    if (!alive()) return undefined
    if (failure === undefined) return done(row)
    const failed = rows.fail(row.seq)
    return failed === undefined ? undefined : handleFailure(failed, target, failure, alive)
  }

  async function handleFailure(
    row: DeliveryRow,
    target: TargetConfig,
    failure: Failure,
    alive: () => boolean,
  ): Promise<number | undefined> {
    const condition = exhaustedCondition(row, target, clock.now())
    if (!failure.final && condition === undefined) return retryAt(row)
    const { deadLetterArn } = target
    if (deadLetterArn === undefined) return drop(row, target, failure)
    const attributes = deadLetterAttributes(row, target, failure, condition)
    const refusal = await failureIn(() =>
      deliver({ id: target.id, arn: deadLetterArn }, row.message, attributes, row.rule_arn, row.trace ?? undefined),
    )
    if (!alive()) return undefined
    if (refusal === undefined) return done(row)
    if (!refusal.final) return retryAt(row)
    const deadLetter = { arn: deadLetterArn, errorCode: refusal.code, errorMessage: refusal.message }
    return drop(row, target, failure, deadLetter)
  }

  function drop(
    row: DeliveryRow,
    target: TargetConfig,
    { code, message }: Failure,
    deadLetter?: { arn: string; errorCode: string; errorMessage: string },
  ): undefined {
    rows.remove(row.seq)
    onDropped({
      ruleArn: row.rule_arn,
      targetArn: target.arn,
      eventId: row.event_id,
      errorCode: code,
      errorMessage: message,
      ...(deadLetter && { deadLetter }),
    })
  }

  function done({ seq }: DeliveryRow): undefined {
    rows.remove(seq)
  }

  const retryAt = ({ attempts }: DeliveryRow) => clock.now() + retryDelay(attempts, random)

  /** The target as the app declares it now: it may have been repaired since the event was put. */
  function currentTarget({ target: stored, rule_arn }: DeliveryRow): TargetConfig {
    const target = JSON.parse(stored) as TargetConfig
    const declared = rules.find(({ arn }) => arn === rule_arn)?.targets.find(({ id }) => id === target.id)
    // What was written for another kind of target may not be an event, and a bus takes nothing else.
    const isForBus = router.findBus(target.arn) !== undefined
    return declared === undefined || (router.findBus(declared.arn) && !isForBus) ? target : declared
  }

  return startDeliverer({ clock, leftBehind: rows.seqs(), attempt })
}

async function failureIn(delivery: () => Promise<void>): Promise<Failure | undefined> {
  try {
    await delivery()
    return undefined
  } catch (error) {
    return failureOf(error)
  }
}
