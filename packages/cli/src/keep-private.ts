import { chmodSync, mkdirSync, readdirSync, statSync } from "node:fs"
import { join } from "node:path"

const OTHERS = 0o077

/**
 * Makes a folder and all that is in it, now and from now on, readable for its owner alone: people's photos are in it, and on a shared
 * machine others could look. What this process and those that it starts write elsewhere is private too.
 */
export function keepPrivate(folder: string): void {
  process.umask(OTHERS)
  mkdirSync(folder, { recursive: true })
  if ((statSync(folder).mode & OTHERS) === 0) return
  chmodSync(folder, 0o700)
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    // Not what a link leads to.
    if (entry.isDirectory()) chmodSync(join(entry.parentPath, entry.name), 0o700)
    else if (entry.isFile()) chmodSync(join(entry.parentPath, entry.name), 0o600)
  }
}
