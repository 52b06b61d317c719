import { type Changes, openChanges } from "./changes.ts"
import type { Tools } from "./tools.ts"

/** Makes the changes and writes the documents that are generated; undoes all of it where anything fails. Ctrl-C is a failure of the tool under way. */
export async function together<Result>(
  root: string,
  tools: Pick<Tools, "writeDocs">,
  work: (changes: Changes) => Promise<Result>,
): Promise<Result> {
  const changes = openChanges(root)
  const release = holdSignals()
  let written = false
  try {
    const result = await work(changes)
    written = true
    await tools.writeDocs()
    changes.finish()
    return result
  } catch (error) {
    changes.undo()
    // They may tell of what is undone; where they cannot be written, the first error says why.
    if (written) await tools.writeDocs().catch(() => {})
    throw error
  } finally {
    release()
  }
}

/** The tools get the terminal's signals too, and end by them. */
function holdSignals(): () => void {
  const ignore = () => {}
  const signals = ["SIGINT", "SIGTERM"] as const
  for (const signal of signals) process.on(signal, ignore)
  return () => signals.forEach((signal) => void process.off(signal, ignore))
}
