import type { FunctionProcess } from "./function-process.ts"

export interface Lease {
  readonly process: FunctionProcess
  /** It was started for this invocation. */
  readonly cold: boolean
}

export interface PoolOptions {
  readonly start: () => FunctionProcess
  /** Execution environments at work at once, at the most. */
  readonly limit: number
  /** Milliseconds that an execution environment waits for its next invocation before it ends; Infinity keeps it. */
  readonly idleMilliseconds: number
  /** The next one starts when those before are gone, so that it can have their port. */
  readonly oneAfterTheOther?: boolean
}

export type EnvironmentPool = ReturnType<typeof environmentPool>

/** An invocation for which no execution environment was free. */
interface Waiting {
  readonly resolve: (lease: Promise<Lease>) => void
  readonly tenant: string | undefined
  /** Starts one for it where none becomes free in time. */
  readonly startLater: NodeJS.Timeout | undefined
}

/** An invocation waits this long for a busy environment before another one starts. Lambda starts one at once; a laptop has less memory. */
export const SCALE_OUT_MILLISECONDS = 1_000

/** A function's execution environments: started when none is free, kept for the next invocation, ended when none comes. */
export function environmentPool({ start, limit, idleMilliseconds, oneAfterTheOther = false }: PoolOptions) {
  let idle: FunctionProcess[] = []
  const endings = new Map<FunctionProcess, NodeJS.Timeout>()
  const busy = new Set<FunctionProcess>()
  const present = new Set<FunctionProcess>()
  const starting = new Set<FunctionProcess>()
  const outdated = new WeakSet<FunctionProcess>()
  /** Which tenant an environment has worked for: it works for no other any more. */
  const tenants = new WeakMap<FunctionProcess, string>()
  const waiting: Waiting[] = []
  /** Leases that are not released. */
  let taken = 0
  let closed = false

  const isFor = (tenant: string | undefined) => (process: FunctionProcess) =>
    !tenants.has(process) || tenants.get(process) === tenant

  function takeIdle(tenant: string | undefined): FunctionProcess | undefined {
    idle = idle.filter((process) => !process.ended())
    const latest = idle.findLast(isFor(tenant))
    if (latest === undefined) return undefined
    idle.splice(idle.indexOf(latest), 1)
    clearTimeout(endings.get(latest))
    return latest
  }

  /** Lambda keeps those that wait for other tenants. A laptop has less memory. */
  function endIdleOfOthers(tenant: string | undefined): void {
    for (const process of idle) if (!isFor(tenant)(process)) process.kill()
  }

  /** The latest is taken first, so that one too many ends. */
  function keep(process: FunctionProcess, milliseconds: number): void {
    idle.push(process)
    if (milliseconds === Infinity) return
    endings.set(process, setTimeout(() => process.kill(), milliseconds).unref())
  }

  function startOne(): FunctionProcess {
    const started = start()
    present.add(started)
    starting.add(started)
    void started.ready.then(() => starting.delete(started))
    void started.exited.then(() => {
      present.delete(started)
      clearTimeout(endings.get(started))
      endings.delete(started)
    })
    return started
  }

  async function endedOnesGone(): Promise<void> {
    const leaving = [...present].filter((process) => process.ended())
    if (oneAfterTheOther) await Promise.all(leaving.map(({ exited }) => exited))
  }

  async function lease(tenant: string | undefined, found?: FunctionProcess): Promise<Lease> {
    if (closed) throw new Error("The engine is closed")
    if (found === undefined) {
      endIdleOfOthers(tenant)
      await endedOnesGone()
    }
    const process = found ?? startOne()
    if (tenant !== undefined) tenants.set(process, tenant)
    busy.add(process)
    // Loading the handler is Lambda's init phase: it does not count against the timeout.
    await process.ready
    return { process, cold: found === undefined }
  }

  function wait(tenant: string | undefined): Promise<Lease> {
    return new Promise((resolve) => {
      const waiter: Waiting = {
        resolve,
        tenant,
        startLater: taken < limit ? setTimeout(begin, SCALE_OUT_MILLISECONDS) : undefined,
      }
      function begin(): void {
        if (taken >= limit) return
        waiting.splice(waiting.indexOf(waiter), 1)
        taken++
        resolve(lease(tenant))
      }
      waiting.push(waiter)
    })
  }

  return {
    /** In the order of asking. `tenant`: for whom, where the function isolates tenants. */
    async acquire(tenant?: string): Promise<Lease> {
      const found = takeIdle(tenant)
      if (found === undefined && taken > 0) return await wait(tenant)
      taken++
      return await lease(tenant, found)
    },
    release(process: FunctionProcess, keptMilliseconds = idleMilliseconds): void {
      busy.delete(process)
      if (closed || outdated.has(process)) process.kill()
      const next = waiting.shift()
      if (next) {
        clearTimeout(next.startLater)
        if (!isFor(next.tenant)(process)) process.kill()
        next.resolve(lease(next.tenant, process.ended() ? undefined : process))
        return
      }
      taken--
      if (!process.ended()) keep(process, Math.min(keptMilliseconds, idleMilliseconds))
    },
    /** Starts one ahead of the next invocation, unless there is one. */
    async warm(): Promise<void> {
      await endedOnesGone()
      if (closed || [...present].some((process) => !process.ended() && !tenants.has(process))) return
      const started = startOne()
      keep(started, idleMilliseconds)
      await started.ready
    },
    /** All end as soon as they are idle. */
    recycle(): void {
      for (const process of busy) outdated.add(process)
      for (const process of idle.splice(0)) process.kill()
    },
    full: () => taken >= limit,
    processes: () => [...present],
    counts: () => ({ idle: idle.filter((process) => !process.ended()).length, starting: starting.size }),
    close(): void {
      closed = true
      for (const process of present) process.kill()
    },
  }
}
