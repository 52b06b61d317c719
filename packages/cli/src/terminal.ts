import { openStage, type Stage } from "./stage.ts"

/** What commands reach the world by; tests bring their own. */
export interface Terminal {
  readonly stdout: NodeJS.WriteStream
  readonly stderr: NodeJS.WriteStream
  readonly open: () => Promise<Stage>
}

export const terminal: Terminal = { stdout: process.stdout, stderr: process.stderr, open: () => openStage() }

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
