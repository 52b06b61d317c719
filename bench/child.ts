import { type ChildProcess, fork } from "node:child_process"
import { once } from "node:events"
import { join } from "node:path"
import type { FromChild } from "./messages.ts"

export interface Child {
  /** Calls a function of the process by its name. Rejects with what it throws, or when it ends. */
  call(name: string, ...input: readonly unknown[]): Promise<unknown>
  /** Asks the process to end, and waits until it has. */
  close(): Promise<void>
}

/** What a process may take to end by itself. */
const GRACE_MILLISECONDS = 10_000

/** Starts a file of this folder as a process of its own, so that its memory and its thread are nobody else's. */
export function startChild(file: string, onMessage: (message: FromChild) => void = () => {}): Child {
  const child = fork(join(import.meta.dirname, file), { stdio: ["ignore", "inherit", "inherit", "ipc"] })
  const waiting = new Map<number, PromiseWithResolvers<unknown>>()
  let calls = 0
  child.on("message", (message: FromChild) => {
    if (!("answerTo" in message)) return onMessage(message)
    const call = waiting.get(message.answerTo)
    waiting.delete(message.answerTo)
    if (message.error === undefined) call?.resolve(message.result)
    else call?.reject(new Error(`bench/${file}: ${message.error}`))
  })
  const exited = once(child, "exit").then(([code]) => {
    for (const call of waiting.values()) call.reject(new Error(`bench/${file} ended with ${String(code)}`))
  })
  return {
    call(name, ...input) {
      const call = Promise.withResolvers<unknown>()
      waiting.set(++calls, call)
      child.send({ number: calls, call: name, input }, (error) => error && call.reject(error))
      return call.promise
    },
    close: () => end(child, exited),
  }
}

async function end(child: ChildProcess, exited: Promise<void>): Promise<void> {
  if (child.connected) child.disconnect()
  const timer = setTimeout(() => child.kill("SIGKILL"), GRACE_MILLISECONDS)
  await exited
  clearTimeout(timer)
}
