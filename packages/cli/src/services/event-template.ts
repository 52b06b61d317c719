import { kebab } from "./names.ts"
import type { Subject } from "./subject.ts"
import { asUnconsumed } from "./unconsumed.ts"

export const eventFile = (event: string) => `packages/events/src/${kebab(event)}.ts`
export const schemaFile = (event: string, version = 1) => `packages/events/schemas/${event}.v${version}.json`
export const releasedFile = (event: string, version: number) => `packages/events/released/${event}.v${version}.json`

/** The file that defines an event, to begin with about nothing but what it is about. */
export function eventTemplate(event: string, service: string, subject: Subject): string {
  const { field, schema, imports, example, noun } = subject
  return asUnconsumed(`import { z } from "zod"
import { defineEvent, type EventOf } from "./define-event.ts"
${imports.length > 0 ? `import { ${imports.join(", ")} } from "./${field}.ts"\n` : ""}
export const ${event} = defineEvent({
  name: "${event}",
  version: 1,
  source: "darkroom.${service}",
  description: "The service ${service} is done with ${noun}.",
  schema: z.object({ ${field}: ${schema} }),
  example: { ${field}: ${example} },
})
export type ${event} = EventOf<typeof ${event}>
`)
}
