import { type ChildProcess, fork } from "node:child_process"
import { once } from "node:events"
import { fileURLToPath } from "node:url"
import { FunctionCrashed, FunctionFailed, FunctionTimedOut, InvocationUndelivered } from "../errors.ts"
import { debuggerPort, isDebuggerLine, isDebuggerRefusal } from "./debugger-lines.ts"
import { FunctionOutOfMemory } from "./errors.ts"
import { exitReason } from "./exit-reason.ts"
import { invocationLimits } from "./invocation-limits.ts"
import { residentMemory } from "./memory-limit.ts"
import type { FromProcess, ToProcess } from "./messages.ts"
import { type OutputStream, processOutput } from "./process-output.ts"

export interface FunctionProcess {
  readonly pid: number | undefined
  /** True when it has ended or must not be used again. */
  readonly ended: () => boolean
  /** Resolves when the process is gone. */
  readonly exited: Promise<unknown>
  /** Megabytes. */
  readonly maxMemory: () => number
  /** The handler has been loaded, or the process has ended before. */
  readonly ready: Promise<void>
  /** Milliseconds from its start until it was ready. */
  readonly initMs: () => number
  /** Where a debugger finds it. */
  readonly inspectPort: () => number | undefined
  invoke(invocation: ProcessInvocation): Promise<unknown>
  kill(): void
}

export interface ProcessInvocation {
  readonly event: unknown
  readonly requestId: string
  readonly trace: string
  readonly tenant?: string
}

export interface ProcessOptions {
  readonly file: string
  readonly exportName: string
  /** The app's folder. */
  readonly root: string
  readonly environment: NodeJS.ProcessEnv
  /** Of Node, such as V8's limits. */
  readonly nodeArguments: readonly string[]
  readonly timeoutSeconds: number
  readonly memoryMegabytes: number
  /** Lets a debugger in at this port; 0 picks a free one. Timeouts do not run then. */
  readonly inspectPort?: number
  readonly onLine: (line: string, stream: OutputStream, requestId: string | undefined) => void
}

const program = fileURLToPath(new URL("runtime-process.ts", import.meta.url))

/** One execution environment: a process that loads a handler and runs one invocation at a time. */
export function startProcess(options: ProcessOptions): FunctionProcess {
  const begun = performance.now()
  const inspected = options.inspectPort !== undefined
  const child = startChild(options)
  let ended = false
  let loaded = false
  let initMs = 0
  let memory = 0
  let reportedMemory = 0
  let port: number | undefined
  let portKnown = () => {}
  let current: ((message: FromProcess) => void) | undefined
  const output = processOutput(child, (line, stream, requestId) => {
    const fromNode = inspected && stream === "stderr"
    if (fromNode) port ??= debuggerPort(line)
    if (port !== undefined || isDebuggerRefusal(line)) portKnown()
    if (!fromNode || !isDebuggerLine(line)) options.onLine(line, stream, requestId)
  })
  const exited = once(child, "exit").then(([code, signal]) => {
    ended = true
    const how = exitReason(code as number | null, signal as string | null)
    for (const told of atWork) told(how)
    return how
  })
  // A promise keeps all that ever waited for it, and the process has many invocations.
  const atWork = new Set<(how: string) => void>()
  const listening = inspected ? new Promise<void>((resolve) => (portKnown = resolve)) : Promise.resolve()
  const handlerLoaded = new Promise<void>((resolve) => {
    child.on("message", (message: FromProcess) => {
      if (message.type === "ready") resolve()
      else if (message.type === "memory") reportedMemory = message.memory
      else current?.(message)
    })
  })
  const whole = Promise.all([handlerLoaded, listening]).then(() => {
    loaded = true
    initMs = performance.now() - begun
  })
  const ready = Promise.race([whole, exited]).then(() => {})

  async function invoke(invocation: ProcessInvocation): Promise<unknown> {
    const { requestId } = invocation
    // On Lambda the invocation that meets a failed start fails; to try another one would never end.
    if (!loaded) throw new FunctionCrashed(requestId, await exited)
    const { timeoutSeconds, memoryMegabytes } = options
    const limits = invocationLimits({
      requestId,
      timeoutSeconds: inspected ? undefined : timeoutSeconds,
      memoryMegabytes,
      usedMemory,
    })
    const { promise: gone, resolve: told } = Promise.withResolvers<string>()
    atWork.add(told)
    if (ended) told(await exited)
    const printed = output.begin(requestId)
    let answered = false
    const result = new Promise<FromProcess>((resolve) => {
      current = (message) => {
        answered = true
        resolve(message)
      }
    })
    const complete = result.then((message) => Promise.race([printed, gone]).then(() => message))
    // What has answered has not crashed, also where it ends before its output is read.
    const crash = gone.then((how) => (answered ? complete : Promise.reject(new FunctionCrashed(requestId, how))))
    crash.catch(() => {})
    try {
      await deliver(child, { ...invocation, ...deadline() })
      return settle(await Promise.race([complete, crash, limits.exceeded]))
    } catch (error) {
      if (error instanceof FunctionTimedOut || error instanceof FunctionOutOfMemory) kill(child)
      throw error
    } finally {
      limits.cancel()
      atWork.delete(told)
      current = undefined
    }
  }

  function deadline(): Pick<ToProcess, "timeoutMilliseconds" | "deadline"> {
    const timeoutMilliseconds = options.timeoutSeconds * 1000
    return { timeoutMilliseconds, ...(inspected ? {} : { deadline: Date.now() + timeoutMilliseconds }) }
  }

  function usedMemory(): number {
    const used = residentMemory(child.pid) ?? reportedMemory
    memory = Math.max(memory, used)
    return used
  }

  function settle(message: FromProcess): unknown {
    if (message.type !== "result") return undefined
    memory = Math.max(memory, message.maxMemory)
    if (message.error) throw Object.assign(new FunctionFailed(message.error), { cause: message.error })
    return message.result
  }

  return {
    pid: child.pid,
    ended: () => ended || child.killed,
    exited,
    maxMemory: () => memory,
    ready,
    initMs: () => initMs,
    inspectPort: () => port,
    invoke,
    kill: () => kill(child),
  }
}

function startChild({ file, exportName, root, environment, nodeArguments, inspectPort }: ProcessOptions): ChildProcess {
  return fork(program, [file, exportName, root], {
    env: environment,
    execArgv: [...nodeArguments, ...(inspectPort === undefined ? [] : [`--inspect=127.0.0.1:${inspectPort}`])],
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  })
}

function deliver(child: ChildProcess, message: ToProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.send(message, (cause) =>
      cause ? reject(new InvocationUndelivered(message.requestId, { cause })) : resolve(),
    )
  })
}

/** As Lambda ends a sandbox: without asking. */
function kill(child: ChildProcess): void {
  child.kill("SIGKILL")
}
