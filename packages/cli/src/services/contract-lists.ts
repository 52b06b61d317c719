import { insertAfter, insertSorted, withoutLines } from "./lines.ts"
import { kebab } from "./names.ts"

/** Files of the contract that name every event. */
export const ALL_EVENTS = "packages/events/src/all-events.ts"
export const INDEX = "packages/events/src/index.ts"

const importLine = (event: string) => `import { ${event} } from "./${kebab(event)}.ts"`
const exportLine = (event: string) => `export * from "./${kebab(event)}.ts"`
const entryLine = (event: string) => `  ${event},`

/** Lists an event behind the one that it usually follows. */
export function listEvent(allEvents: string, event: string, follows: string): string {
  const imported = insertSorted(allEvents, importLine(event), (line) => line.startsWith("import "))
  return insertAfter(imported, entryLine(event), entryLine(follows))
}

export function unlistEvent(allEvents: string, event: string): string {
  return withoutLines(allEvents, [importLine(event), entryLine(event)])
}

export function exportEvent(index: string, event: string): string {
  return insertSorted(index, exportLine(event), (line) => line.startsWith("export * "))
}

export function unexportEvent(index: string, event: string): string {
  return withoutLines(index, [exportLine(event)])
}

/** The stacks' list of what `darkroom new` has added. */
export const ADDED = "stacks/added/index.ts"
const addedLine = (service: string) => `export * from "./${service}.ts"`

export function listService(added: string, service: string): string {
  return insertSorted(added, addedLine(service), (line) => line.startsWith("export * "))
}

export function unlistService(added: string, service: string): string {
  return withoutLines(added, [addedLine(service)])
}
