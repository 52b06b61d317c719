import { randomUUID } from "node:crypto"
import { type Clock, systemClock } from "../clock.ts"
import { InvocationUndelivered } from "../errors.ts"
import type { FunctionNode } from "../graph.ts"
import { type EnvironmentOptions, environmentOf } from "./environment.ts"
import { environmentPool, type Lease } from "./environment-pool.ts"
import { FunctionThrottled, RecursiveLoop } from "./errors.ts"
import { type FunctionCode, sourceCode } from "./function-code.ts"
import { type FunctionProcess, startProcess } from "./function-process.ts"
import type { InvocationCall, InvocationRecord } from "./invocation.ts"
import { invocationRecord } from "./invocation-record.ts"
import { heapArguments } from "./memory-limit.ts"
import { type OutputStream } from "./process-output.ts"
import { type DurationStats, recentDurations } from "./recent-durations.ts"
import { isLoop, MOST_IN_A_CHAIN, traceOf } from "./trace-header.ts"

export type { InvocationCall, InvocationRecord, InvocationStatus } from "./invocation.ts"

export interface FunctionStats extends DurationStats {
  readonly id: string
  readonly invocations: number
  readonly errors: number
  /** Of the errors, those that took too long. */
  readonly timeouts: number
  /** Invocations refused because of the function's reserved concurrency. */
  readonly throttles: number
  /** Invocations refused because they would have continued a recursive loop. */
  readonly recursions: number
  /** Execution environments started. */
  readonly coldStarts: number
  /** Invocations that found one waiting. */
  readonly warmStarts: number
  /** Process ids of the execution environments. */
  readonly processes: readonly number[]
  /** Invocations at work. */
  readonly running: number
  /** Execution environments that wait for an invocation. */
  readonly idle: number
  /** Execution environments that load their handler. */
  readonly starting: number
  /** Megabytes, the most that any of its processes ever had. */
  readonly maxMemory: number
  /** Where a debugger finds it. */
  readonly inspectPort?: number
}

export interface FunctionRunner {
  readonly node: FunctionNode
  /** Throws RecursiveLoop where Lambda would stop the chain of requests that led to this trace header. */
  checkLoop(trace: string | undefined): void
  /** Runs the handler; waits for a free execution environment. Rejects with FunctionFailed, FunctionTimedOut, FunctionCrashed, FunctionOutOfMemory, FunctionThrottled or RecursiveLoop. */
  invoke(event: unknown, call?: InvocationCall): Promise<unknown>
  /** Starts an execution environment ahead of the next invocation, unless there is one. */
  warm(): Promise<void>
  /** New code: execution environments end as soon as they are idle. */
  recycle(): void
  stats(): FunctionStats
  close(): void
}

export interface RunnerOptions extends EnvironmentOptions {
  /** Execution environments at once, at the most. */
  readonly concurrency: number
  /** The request is that of the invocation at work; none while the handler is loaded. */
  readonly onLine: (functionId: string, line: string, stream: OutputStream, requestId?: string) => void
  readonly onInvocation?: (record: InvocationRecord) => void
  /** Called for each invocation that would have continued a recursive loop. */
  readonly onRecursion?: (functionId: string) => void
  readonly code: FunctionCode
  /** How long an execution environment waits for its next invocation before it ends. Default: 60. An inspected one stays. */
  readonly idleSeconds?: number
  /** Called when an invocation begins, with the id of its X-Ray segment and the id of the segment that caused it. */
  readonly onBegin?: (node: FunctionNode, span: string, cause: string | undefined) => void
  /** The port at which a debugger is let into the function, 0 for any free one; undefined for none. */
  readonly inspect?: (functionId: string) => number | undefined
  /** For stamps; what takes time is measured in real time. */
  readonly clock?: Clock
}

const IDLE_SECONDS = 60
/** After an asynchronous invocation. A schedule of every minute would otherwise keep a process alive for ever. */
const KEPT_UNAWAITED_MILLISECONDS = 5_000

/** Runs one function of the graph from its TypeScript, in processes of its own. */
export function functionRunner(node: FunctionNode, options: RunnerOptions): FunctionRunner {
  const { onInvocation = () => {}, onRecursion = () => {}, clock = systemClock } = options
  const { reservedConcurrency = Infinity } = node
  const wantedPort = options.inspect?.(node.id)
  const inspected = wantedPort !== undefined
  const code = inspected ? sourceCode(options.root) : options.code
  // Of an inspected function there is one environment, at one port, which a debugger finds again after new code.
  const limit = Math.min(reservedConcurrency, inspected ? 1 : options.concurrency)
  const idleMilliseconds = inspected ? Infinity : (options.idleSeconds ?? IDLE_SECONDS) * 1000
  const pool = environmentPool({ start, limit, idleMilliseconds, oneAfterTheOther: inspected })
  const listeners = new Map<string, (line: string) => void>()
  const durations = recentDurations()
  const counts = {
    invocations: 0,
    errors: 0,
    timeouts: 0,
    throttles: 0,
    recursions: 0,
    coldStarts: 0,
    warmStarts: 0,
    running: 0,
    maxMemory: 0,
  }
  let port: number | undefined

  function start(): FunctionProcess {
    counts.coldStarts++
    const inspectPort = port ?? wantedPort
    const started = startProcess({
      ...code.locate(node),
      root: options.root,
      environment: environmentOf(node, options),
      nodeArguments: heapArguments(node),
      timeoutSeconds: node.timeout,
      memoryMegabytes: node.memory,
      ...(inspectPort === undefined ? {} : { inspectPort }),
      onLine: (line, stream, requestId) => {
        options.onLine(node.id, line, stream, requestId)
        if (requestId !== undefined) listeners.get(requestId)?.(line)
      },
    })
    void started.ready.then(() => (port ??= started.inspectPort()))
    return started
  }

  async function run(event: unknown, requestId: string, call: InvocationCall): Promise<unknown> {
    const { traceId, header, span, cause } = traceOf(clock.now(), call.trace, node.arn)
    options.onBegin?.(node, span, cause)
    const asked = performance.now()
    for (;;) {
      await code.current()
      const lease = await pool.acquire(call.tenant)
      const [begun, startedAt] = [performance.now(), clock.now()]
      const finish = (error?: unknown) => {
        const acquireMs = begun - asked
        const durationMs = performance.now() - begun
        const measure = { functionId: node.id, requestId, traceId, lease, startedAt, acquireMs, durationMs }
        report(invocationRecord(measure, call, error), call)
      }
      try {
        counts.running++
        const result = await lease.process.invoke({
          event,
          requestId,
          trace: header,
          ...(call.tenant === undefined ? {} : { tenant: call.tenant }),
        })
        finish()
        return result
      } catch (error) {
        // Nothing has begun: another one takes it.
        if (!(error instanceof InvocationUndelivered)) {
          finish(error)
          throw error
        }
        lease.process.kill()
      } finally {
        counts.running--
        release(lease, call)
      }
    }
  }

  function report(record: InvocationRecord, { onRecord }: InvocationCall): void {
    if (!record.cold) counts.warmStarts++
    if (record.status !== "ok") counts.errors++
    if (record.status === "timeout") counts.timeouts++
    durations.add(record.durationMs)
    onRecord?.(record)
    onInvocation(record)
  }

  function release({ process }: Lease, { trigger }: InvocationCall): void {
    counts.maxMemory = Math.max(counts.maxMemory, process.maxMemory())
    pool.release(process, inspected || trigger !== "async" ? idleMilliseconds : KEPT_UNAWAITED_MILLISECONDS)
  }

  function checkLoop(trace: string | undefined): void {
    if (node.recursive || !isLoop(trace, node.arn)) return
    counts.recursions++
    onRecursion(node.id)
    throw new RecursiveLoop(node.id, MOST_IN_A_CHAIN)
  }

  return {
    node,
    checkLoop,
    async invoke(event, call = {}) {
      checkLoop(call.trace)
      if (call.throttle && limit === reservedConcurrency && pool.full()) {
        counts.throttles++
        throw new FunctionThrottled(node.id, reservedConcurrency)
      }
      counts.invocations++
      const { requestId = randomUUID(), onLine } = call
      if (onLine) listeners.set(requestId, onLine)
      return run(event, requestId, call).finally(() => listeners.delete(requestId))
    },
    async warm() {
      await code.current()
      await pool.warm()
    },
    recycle: pool.recycle,
    stats: () => ({
      id: node.id,
      ...counts,
      ...pool.counts(),
      ...durations.stats(),
      processes: pool.processes().flatMap(({ pid }) => (pid === undefined ? [] : [pid])),
      ...(port === undefined ? {} : { inspectPort: port }),
    }),
    close: pool.close,
  }
}
