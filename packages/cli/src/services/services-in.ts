import { readdirSync } from "node:fs"
import { join } from "node:path"

/** Names of the services of a checkout. */
export function servicesIn(root: string): string[] {
  return readdirSync(join(root, "services"), { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? [entry.name] : [],
  )
}
