import { renameSync, writeFileSync } from "node:fs"

/** Writes a file so that readers, such as a process that starts, see the whole old content or the whole new one. */
export function replaceFile(file: string, content: string | Uint8Array): void {
  const next = `${file}.${process.pid}.next`
  writeFileSync(next, content)
  renameSync(next, file)
}
