import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"

/** Folders of code, relative to a checkout. */
const FOLDERS = ["services", "stacks", "packages", "bench", "scripts"]

/** Files of the checkout that match, but for those under the paths of `except`. */
export function usesOf(root: string, pattern: RegExp, except: readonly string[]): string[] {
  return FOLDERS.flatMap((folder) => sourcesIn(root, folder))
    .filter((file) => !except.some((path) => file === path || file.startsWith(`${path}/`)))
    .filter((file) => pattern.test(readFileSync(join(root, file), "utf8")))
}

function sourcesIn(root: string, folder: string): string[] {
  if (!existsSync(join(root, folder))) return []
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`
    if (entry.isDirectory()) return entry.name === "node_modules" || entry.name === "dist" ? [] : sourcesIn(root, path)
    return /\.tsx?$/.test(entry.name) ? [path] : []
  })
}

/** `services/catalog/src/handler.ts` -> `catalog`; other files as they are. */
export function usersOf(files: readonly string[]): string[] {
  return [...new Set(files.map((file) => /^(?:services|stacks\/added)\/([^/.]+)[/.]/.exec(file)?.[1] ?? file))]
}
