import { randomUUID } from "node:crypto"
import { join } from "node:path"
import { InvocationUndelivered } from "../errors.ts"
import type { FunctionNode } from "../graph.ts"
import { type EnvironmentOptions, environmentOf } from "./environment.ts"
import { type FunctionProcess, startProcess } from "./function-process.ts"

export interface FunctionStats {
  readonly id: string
  readonly invocations: number
  readonly errors: number
  readonly coldStarts: number
  /** Process ids of the execution environments. */
  readonly processes: readonly number[]
  /** Invocations at work. */
  readonly running: number
  /** Megabytes, the most that any of its processes ever had. */
  readonly maxMemory: number
}

export interface FunctionRunner {
  readonly node: FunctionNode
  /** Runs the handler; waits for a free execution environment. Rejects with FunctionFailed, FunctionTimedOut or FunctionCrashed. */
  invoke(event: unknown): Promise<unknown>
  /** Starts one execution environment ahead of the first invocation. */
  warm(): Promise<void>
  /** New code: execution environments end as soon as they are idle. */
  recycle(): void
  stats(): FunctionStats
  close(): void
}

export interface RunnerOptions extends EnvironmentOptions {
  /** Execution environments at once, at the most. */
  readonly concurrency: number
  readonly onLine: (functionId: string, line: string, stream: "stdout" | "stderr") => void
}

/** Runs one function of the graph from its TypeScript, in processes of its own. */
export function functionRunner(node: FunctionNode, options: RunnerOptions): FunctionRunner {
  const { file, exportName } = locate(node.handler, options.root)
  const idle: FunctionProcess[] = []
  const busy = new Set<FunctionProcess>()
  const waiting: (() => void)[] = []
  const counts = { invocations: 0, errors: 0, coldStarts: 0, running: 0, maxMemory: 0 }
  let generation = 0
  const generations = new WeakMap<FunctionProcess, number>()

  function start(): FunctionProcess {
    counts.coldStarts++
    const onLine = (line: string, stream: "stdout" | "stderr") => options.onLine(node.id, line, stream)
    const started = startProcess({ file, exportName, environment: environmentOf(node, options), onLine })
    generations.set(started, generation)
    return started
  }

  async function acquire(): Promise<FunctionProcess> {
    while (busy.size >= options.concurrency) await new Promise<void>((resolve) => waiting.push(resolve))
    let found = idle.pop()
    while (found?.ended()) found = idle.pop()
    const acquired = found ?? start()
    busy.add(acquired)
    // Loading the handler is Lambda's init phase: it does not count against the timeout.
    await acquired.ready
    return acquired
  }

  function release(used: FunctionProcess): void {
    busy.delete(used)
    counts.maxMemory = Math.max(counts.maxMemory, used.maxMemory())
    if (generations.get(used) !== generation) used.kill()
    if (!used.ended()) idle.push(used)
    waiting.shift()?.()
  }

  async function invokeOnLiving(event: unknown): Promise<unknown> {
    const acquired = await acquire()
    counts.running++
    try {
      return await acquired.invoke(event, randomUUID(), node.timeout)
    } catch (error) {
      if (!(error instanceof InvocationUndelivered)) throw error
      acquired.kill()
    } finally {
      counts.running--
      release(acquired)
    }
    return invokeOnLiving(event)
  }

  return {
    node,
    async invoke(event) {
      counts.invocations++
      try {
        return await invokeOnLiving(event)
      } catch (error) {
        counts.errors++
        throw error
      }
    },
    async warm() {
      const started = start()
      idle.push(started)
      await started.ready
    },
    recycle() {
      generation++
      for (const process of idle.splice(0)) process.kill()
    },
    stats: () => ({
      id: node.id,
      ...counts,
      processes: [...idle, ...busy].flatMap(({ pid }) => (pid === undefined ? [] : [pid])),
    }),
    close() {
      for (const process of [...idle, ...busy]) process.kill()
    },
  }
}

/** `services/x/src/handler.handler` is the export `handler` of services/x/src/handler.ts. */
function locate(handler: string, root: string): { file: string; exportName: string } {
  const dot = handler.lastIndexOf(".")
  return { file: join(root, `${handler.slice(0, dot)}.ts`), exportName: handler.slice(dot + 1) }
}
