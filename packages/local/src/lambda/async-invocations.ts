import { randomUUID } from "node:crypto"
import { AwsError } from "../aws/errors.ts"
import type { ServiceContext } from "../aws/service.ts"
import { type Condition, type Notice, noticesOf, type Outcome } from "./async-outcome.ts"
import { type ErrorPayload, errorPayload, isFunctionError } from "./error-payload.ts"
import { RecursiveLoop } from "./errors.ts"
import type { FunctionRunner } from "./function-runner.ts"
import { type InvocationRow, invocationRows } from "./invocation-rows.ts"

export interface AsyncOptions {
  /** Whether the app has a function. */
  readonly exists: (functionArn: string) => boolean
  /** By ARN; looked at when an invocation is due, for functions start after the services do. */
  readonly functions: () => ReadonlyMap<string, Pick<FunctionRunner, "node" | "invoke">>
  /** Hands a record to a destination, or an event to a dead-letter queue. */
  readonly deliver: (
    arn: string,
    body: string,
    attributes: Record<string, string> | undefined,
    /** In whose role's name it is delivered. */
    functionArn: string,
  ) => Promise<void>
  /** An attempt that failed. */
  readonly onError?: (functionId: string, error: unknown) => void
  /** A destination that could not be told; on AWS nobody but a metric would say so. */
  readonly onDropped?: (arn: string, requestId: string, error: unknown) => void
}

export interface AsyncInvocations {
  /** Queues an invocation, durably, and gives its request id. `trace` is X-Ray's header of what caused it. Throws AwsError ResourceNotFoundException. */
  invoke(functionArn: string, payload: string, trace?: string): string
  /** Resolves when nothing is at work or due; what waits for a retry does not count. */
  idle(): Promise<void>
  /** Invocations that are not over, those at work among them. */
  waiting(functionArn: string): number
  reset(): void
  close(): void
}

/** After the first failure, after the second, and so on. https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html */
const RETRY_MILLISECONDS = [60_000, 120_000]
const FIRST_BACKOFF = 1_000
const LONGEST_BACKOFF = 300_000
const DEFAULTS = { maximumRetryAttempts: 2, maximumEventAgeInSeconds: 21_600 }
/** Of one function at once; the others stay in the store. */
const AT_WORK = 10
/** A destination that cannot be told this often is given up. */
const MAX_NOTICE_ATTEMPTS = 5

/** Invocations that nobody waits for: at least once, again after errors, with destinations. https://docs.aws.amazon.com/lambda/latest/dg/invocation-async.html */
export function asyncInvocations(options: AsyncOptions, { clock, store }: ServiceContext): AsyncInvocations {
  const { deliver, onError = () => {}, onDropped = () => {} } = options
  const rows = invocationRows(store)
  const running = new Map<number, { arn: string; done: Promise<void> }>()
  const timers = new Map<string, () => void>()
  let closed = false
  let era = 0

  /** Starts what is due of a function, as much as may be at work, and comes back when more is. */
  function pump(arn: string): void {
    if (closed) return
    timers.get(arn)?.()
    timers.delete(arn)
    const now = clock.now()
    let free = AT_WORK - [...running.values()].filter((work) => work.arn === arn).length
    for (const seq of rows.due(arn, now, AT_WORK * 2)) {
      if (free === 0) break
      if (running.has(seq)) continue
      free--
      start(arn, seq)
    }
    const nextAt = rows.nextAt(arn, now)
    if (nextAt !== undefined)
      timers.set(
        arn,
        clock.schedule(nextAt - now, () => pump(arn)),
      )
  }

  function start(arn: string, seq: number): void {
    const done = run(seq, era).finally(() => {
      running.delete(seq)
      pump(arn)
    })
    running.set(seq, { arn, done })
  }

  async function run(seq: number, begun: number): Promise<void> {
    const row = rows.get(seq)
    // The store may be closed by then; the row stays in it for the next run.
    const isOver = () => closed || era !== begun
    if (row === undefined) return
    const notices = row.notices === null ? await attempt(row, isOver) : (JSON.parse(row.notices) as Notice[])
    if (notices !== undefined && !isOver()) await tell(row, notices, isOver)
  }

  /** Runs the function; gives what is to be told where that was the last time. */
  async function attempt(row: InvocationRow, isOver: () => boolean): Promise<Notice[] | undefined> {
    const runner = options.functions().get(row.function_arn)
    const config = { ...DEFAULTS, ...runner?.node.asyncConfig }
    const end = (condition: Condition, changes: Partial<Outcome> = {}): Notice[] => {
      const outcome = { condition, invokeCount: row.attempts, now: clock.now(), ...lastResponse(row), ...changes }
      const notices = noticesOf(row, outcome, config)
      rows.finish(row.seq, JSON.stringify(notices))
      return notices
    }
    if (clock.now() - row.created > config.maximumEventAgeInSeconds * 1000) return end("EventAgeExceeded")
    if (runner === undefined) return refuse(row)
    try {
      const trace = row.trace === null ? {} : { trace: row.trace }
      const call = { trigger: "async", requestId: row.request_id, queuedAt: row.created, throttle: true, ...trace }
      const payload = await runner.invoke(JSON.parse(row.payload), call)
      const invokeCount = row.attempts + 1
      return isOver() ? undefined : end("Success", { invokeCount, response: { payload, failed: false } })
    } catch (error) {
      if (isOver()) return undefined
      if (error instanceof RecursiveLoop) {
        onError(runner.node.id, error)
        return end("RecursiveLoop")
      }
      if (!isFunctionError(error)) return refuse(row)
      onError(runner.node.id, error)
      const failure = errorPayload(error, row.request_id)
      if (row.attempts >= config.maximumRetryAttempts)
        return end("RetriesExhausted", {
          invokeCount: row.attempts + 1,
          response: { payload: failure, failed: true },
        })
      const delay = RETRY_MILLISECONDS[Math.min(row.attempts, RETRY_MILLISECONDS.length - 1)] ?? 0
      rows.fail(row.seq, JSON.stringify(failure), clock.now() + delay)
      return undefined
    }
  }

  /** Throttled or not there: again soon, which does not count. */
  function refuse(row: InvocationRow): undefined {
    rows.refuse(row.seq, clock.now() + Math.min(LONGEST_BACKOFF, FIRST_BACKOFF * 2 ** Math.min(row.refusals, 20)))
  }

  async function tell(row: InvocationRow, notices: readonly Notice[], isOver: () => boolean): Promise<void> {
    let left = [...notices]
    for (const notice of notices) {
      try {
        await deliver(notice.arn, notice.body, notice.attributes, row.function_arn)
      } catch (error) {
        if (isOver()) return
        const tries = row.notices === null ? 1 : row.refusals + 1
        if (tries < MAX_NOTICE_ATTEMPTS) continue
        onDropped(notice.arn, row.request_id, error)
      }
      if (isOver()) return
      left = left.filter((other) => other !== notice)
    }
    if (left.length === 0) return rows.remove(row.seq)
    rows.finish(row.seq, JSON.stringify(left))
    refuse(row.notices === null ? { ...row, refusals: 0 } : row)
  }

  function cancelTimers(): void {
    timers.forEach((cancel) => cancel())
    timers.clear()
  }

  // Not at once: functions start after the services do.
  const cancelStart = clock.schedule(0, () => rows.functions().forEach(pump))

  return {
    invoke(functionArn, payload, trace) {
      if (!options.exists(functionArn)) throw functionNotFound(functionArn)
      const requestId = randomUUID()
      rows.add({
        request_id: requestId,
        function_arn: functionArn,
        payload,
        created: clock.now(),
        trace: trace ?? null,
      })
      pump(functionArn)
      return requestId
    },
    async idle() {
      while (running.size > 0) await Promise.all([...running.values()].map(({ done }) => done))
    },
    waiting: rows.count,
    reset() {
      era++
      cancelTimers()
      rows.clear()
    },
    close() {
      closed = true
      cancelStart()
      cancelTimers()
    },
  }
}

/** For a function that is not there. https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
export function functionNotFound(arn: string): AwsError {
  return new AwsError("ResourceNotFoundException", `Function not found: ${arn}`, 404)
}

function lastResponse({ failure }: InvocationRow): Partial<Outcome> {
  return failure === null ? {} : { response: { payload: JSON.parse(failure) as ErrorPayload, failed: true } }
}
