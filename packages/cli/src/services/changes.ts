import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"

/** Changes to files of a checkout that are made together or not at all. Paths are relative to its root. */
export interface Changes {
  write(file: string, content: string): void
  /** Takes a file or folder away. */
  remove(path: string): void
  /** Remembers a file that another program is about to change. */
  remember(file: string): void
  undo(): void
  finish(): void
}

/** What is removed waits in `.darkroom` until the changes are finished. */
export function openChanges(root: string): Changes {
  const trash = join(root, ".darkroom", `removed-${process.pid}`)
  const undos: (() => void)[] = []
  const remembered = new Set<string>()

  function remember(file: string): void {
    if (remembered.has(file)) return
    remembered.add(file)
    const path = join(root, file)
    const before = existsSync(path) ? readFileSync(path) : undefined
    undos.push(() => (before === undefined ? rmSync(path, { force: true }) : writeFileSync(path, before)))
  }

  return {
    remember,
    write(file, content) {
      const made = mkdirSync(dirname(join(root, file)), { recursive: true })
      // Whatever else comes to be in a new folder, such as its node_modules, goes with it.
      if (made !== undefined) undos.push(() => rmSync(made, { recursive: true, force: true }))
      remember(file)
      writeFileSync(join(root, file), content)
    },
    remove(path) {
      const [from, to] = [join(root, path), join(trash, path)]
      mkdirSync(dirname(to), { recursive: true })
      renameSync(from, to)
      undos.push(() => {
        rmSync(from, { recursive: true, force: true })
        renameSync(to, from)
      })
    },
    undo() {
      for (const undo of undos.reverse()) undo()
      rmSync(trash, { recursive: true, force: true })
    },
    finish: () => rmSync(trash, { recursive: true, force: true }),
  }
}
