import type { FromChild, ToChild } from "./messages.ts"

export function tell(message: FromChild): void {
  process.send?.(message)
}

/** Makes this process answer its parent's calls by the functions of these names. */
export function answerCalls(calls: object): void {
  const known = new Map(Object.entries(calls) as [string, (...input: readonly unknown[]) => unknown][])
  process.on("message", (message: ToChild) => void answer(known, message))
}

async function answer(known: ReadonlyMap<string, (...input: readonly unknown[]) => unknown>, message: ToChild) {
  const { number, call, input } = message
  try {
    tell({ answerTo: number, result: await known.get(call)?.(...input) })
  } catch (error) {
    tell({ answerTo: number, error: error instanceof Error ? (error.stack ?? error.message) : String(error) })
  }
}
