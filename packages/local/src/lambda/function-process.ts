import { type ChildProcess, fork } from "node:child_process"
import { once } from "node:events"
import { createInterface } from "node:readline"
import type { Readable } from "node:stream"
import { fileURLToPath } from "node:url"
import { FunctionCrashed, FunctionFailed, FunctionTimedOut, InvocationUndelivered } from "../errors.ts"
import type { FromProcess, ToProcess } from "./messages.ts"

export interface FunctionProcess {
  readonly pid: number | undefined
  /** True when it has ended or must not be used again. */
  readonly ended: () => boolean
  /** Megabytes. */
  readonly maxMemory: () => number
  /** The handler has been loaded. */
  readonly ready: Promise<void>
  invoke(event: unknown, requestId: string, timeoutSeconds: number): Promise<unknown>
  kill(): void
}

export interface ProcessOptions {
  readonly file: string
  readonly exportName: string
  readonly environment: NodeJS.ProcessEnv
  readonly onLine: (line: string, stream: "stdout" | "stderr") => void
}

const program = fileURLToPath(new URL("runtime-process.ts", import.meta.url))

/** One execution environment: a process that loads a handler and runs one invocation at a time. */
export function startProcess({ file, exportName, environment, onLine }: ProcessOptions): FunctionProcess {
  const child = fork(program, [file, exportName], {
    env: environment,
    execArgv: [],
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  })
  let ended = false
  let memory = 0
  let current: ((message: FromProcess) => void) | undefined
  readLines(child.stdout, (line) => onLine(line, "stdout"))
  readLines(child.stderr, (line) => onLine(line, "stderr"))
  const exited = once(child, "exit").then(([code, signal]) => {
    ended = true
    return signal ? `with signal ${signal}` : `with code ${code}`
  })
  const ready = new Promise<void>((resolve) => {
    child.on("message", (message: FromProcess) => {
      if (message.type === "ready") resolve()
      else current?.(message)
    })
    void exited.then(() => resolve())
  })

  async function invoke(event: unknown, requestId: string, timeoutSeconds: number): Promise<unknown> {
    const timeout = rejectAfter(timeoutSeconds, requestId)
    const result = new Promise<FromProcess>((resolve) => (current = resolve))
    const crash = exited.then((how) => Promise.reject(new FunctionCrashed(requestId, how)))
    crash.catch(() => {})
    try {
      await deliver(child, { requestId, event, deadline: Date.now() + timeoutSeconds * 1000 })
      return settle(await Promise.race([result, crash, timeout.promise]))
    } catch (error) {
      if (error instanceof FunctionTimedOut) kill(child)
      throw error
    } finally {
      timeout.cancel()
      current = undefined
    }
  }

  function settle(message: FromProcess): unknown {
    if (message.type !== "result") return undefined
    memory = message.maxMemory
    if (message.error) throw new FunctionFailed(message.error)
    return message.result
  }

  return {
    pid: child.pid,
    ended: () => ended || child.killed,
    maxMemory: () => memory,
    ready,
    invoke,
    kill: () => kill(child),
  }
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

function readLines(stream: Readable | null, onLine: (line: string) => void): void {
  if (stream) createInterface({ input: stream }).on("line", onLine)
}

function rejectAfter(seconds: number, requestId: string): { promise: Promise<never>; cancel: () => void } {
  let timer: NodeJS.Timeout | undefined
  const promise = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new FunctionTimedOut(requestId, seconds)), seconds * 1000)
  })
  return { promise, cancel: () => clearTimeout(timer) }
}
