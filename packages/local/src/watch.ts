import { type FSWatcher, watch } from "node:fs"
import { join } from "node:path"

/** An editor writes a file in more than one step; whoever waits for new code should not notice. */
const SETTLE_MILLISECONDS = 50

/** Calls `onChange` with the first changed file soon after source files change, those under the folders and those beside them in `root`; returns what ends that. */
export function watchSources(root: string, folders: readonly string[], onChange: (file: string) => void): () => void {
  let timer: NodeJS.Timeout | undefined
  const changed = (folder: string) => (_: string, file: string | null) => {
    if (!file?.endsWith(".ts") || file.endsWith(".test.ts") || file.includes("node_modules")) return
    timer ??= setTimeout(() => {
      timer = undefined
      onChange(join(folder, file))
    }, SETTLE_MILLISECONDS)
  }
  const watchers: FSWatcher[] = [
    watch(root, changed(".")),
    ...folders.map((folder) => watch(join(root, folder), { recursive: true }, changed(folder))),
  ]
  return () => {
    clearTimeout(timer)
    for (const watcher of watchers) watcher.close()
  }
}
