import { allEvents } from "@darkroom/events"
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { onTestFinished } from "vitest"
import { checkoutRoot } from "../stage.ts"
import { ADDED, ALL_EVENTS, INDEX } from "./contract-lists.ts"
import { eventFile } from "./event-template.ts"
import type { Tools } from "./tools.ts"

/** Names of the events that no service consumes. */
export const unconsumedEvents = allEvents.flatMap(({ name, unconsumed }) => (unconsumed === undefined ? [] : [name]))

/** For tests: what the commands read and write of a checkout, and a service that consumes an event. */
export function checkoutFixture() {
  const root = mkdtempSync(join(tmpdir(), "darkroom-checkout-"))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  const events = ["packages/events/src/image.ts", ...unconsumedEvents.map((event) => eventFile(event))]
  for (const file of [ALL_EVENTS, INDEX, ...events, ADDED]) cpSync(join(checkoutRoot, file), join(root, file))
  const put = (file: string, text: string) => {
    mkdirSync(dirname(join(root, file)), { recursive: true })
    writeFileSync(join(root, file), text)
  }
  put("pnpm-lock.yaml", "importers: {}\n")
  put("stacks/services.ts", "subscribe({ on: [ImageUploaded, ImageDeleted] })\n")
  put("services/printer/src/handler.ts", `import { ImageUploaded } from "@darkroom/events"\n`)
  const contents = () => Object.fromEntries(filesIn(root).map((file) => [file, readFileSync(join(root, file), "utf8")]))
  return { root, put, contents }
}

function filesIn(root: string): string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .toSorted()
}

/** Tools that do little: installing writes the services into the lockfile. */
export function fakeTools(root: string, changes: Partial<Tools> = {}): Tools {
  return {
    format: async (_, text) => text,
    install: async () =>
      writeFileSync(join(root, "pnpm-lock.yaml"), `importers: ${readdirSync(join(root, "services")).join()}\n`),
    schemaOf: async (_, event) => `{ "title": "${event}" }\n`,
    writeDocs: async () => {},
    resourceNames: async () => ["Photos", "CatalogEvents"],
    ...changes,
  }
}
