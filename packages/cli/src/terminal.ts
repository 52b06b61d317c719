import { createInterface } from "node:readline/promises"
import { openStage, type Stage } from "./stage.ts"

/** What commands reach the world by; tests bring their own. */
export interface Terminal {
  readonly stdout: NodeJS.WriteStream
  readonly stderr: NodeJS.WriteStream
  readonly open: () => Promise<Stage>
  /** Whether the person at the terminal says yes; undefined where there is none. */
  readonly confirm: (question: string) => Promise<boolean | undefined>
}

export const terminal: Terminal = {
  stdout: process.stdout,
  stderr: process.stderr,
  open: () => openStage(),
  confirm,
}

async function confirm(question: string): Promise<boolean | undefined> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return undefined
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  // Ctrl-C and the end of the input are a no.
  const closed = new Promise<string>((resolve) => lines.once("close", () => resolve("")))
  const answer = await Promise.race([lines.question(`${question} [y/N] `), closed])
  lines.close()
  return /^y(es)?$/i.test(answer.trim())
}

/** Gives the stage to `work` and closes it afterwards. */
export async function withStage<T>({ open }: Pick<Terminal, "open">, work: (stage: Stage) => Promise<T>): Promise<T> {
  const stage = await open()
  try {
    return await work(stage)
  } finally {
    stage.close()
  }
}

export function writeJson({ stdout }: Pick<Terminal, "stdout">, value: unknown): void {
  stdout.write(`${JSON.stringify(value, null, 2)}\n`)
}
