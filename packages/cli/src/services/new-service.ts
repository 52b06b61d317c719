import { readFileSync } from "node:fs"
import { join } from "node:path"
import type { Changes } from "./changes.ts"
import { checkEmitted, checkName, consumedEvents } from "./check-service.ts"
import { ADDED, ALL_EVENTS, exportEvent, INDEX, listEvent, listService } from "./contract-lists.ts"
import { eventFile, eventTemplate, schemaFile } from "./event-template.ts"
import { serviceNames } from "./names.ts"
import { type NewService, serviceTemplates, stackFile, stackTemplate } from "./service-templates.ts"
import { type Subject, subjectOf } from "./subject.ts"
import { together } from "./together.ts"
import type { Tools } from "./tools.ts"
import { asConsumed } from "./unconsumed.ts"

export interface NewServiceOptions {
  readonly on: readonly string[]
  readonly emits?: string
}

/** What became of a checkout; paths are relative to its root. */
export interface AddedService {
  readonly service: string
  readonly on: readonly string[]
  readonly emits: string | null
  readonly created: readonly string[]
  readonly changed: readonly string[]
}

/** Adds a service to the checkout, with its subscription and, where it is new, the event that it emits. Throws ServiceRefused, ToolFailed, SynthFailed. */
export async function newService(
  root: string,
  name: string,
  { on, emits }: NewServiceOptions,
  tools: Tools,
): Promise<AddedService> {
  const definitions = consumedEvents(on)
  const subject = subjectOf(definitions)
  checkName(root, name, await tools.resourceNames())
  const isThere = emits === undefined || checkEmitted(emits, { root, service: name, on: definitions, subject })
  const consumed = definitions.map((definition) => definition.name)
  const service: NewService = { ...serviceNames(name), on: consumed, emits, subject }
  const unconsumed = definitions.filter((each) => each.unconsumed !== undefined).map((each) => eventFile(each.name))
  const folder = await formattedAll(tools, serviceTemplates(service))
  const stack = await tools.format(stackFile(name), stackTemplate(service))
  const read = (file: string) => readFileSync(join(root, file), "utf8")

  return together(root, tools, async (changes) => {
    for (const [file, text] of Object.entries(folder)) changes.write(file, text)
    const contract = isThere ? {} : await defineEvent(changes, emits, name, subject, tools)
    changes.remember("pnpm-lock.yaml")
    await tools.install()
    const lists: Record<string, string> = { [ADDED]: listService(read(ADDED), name) }
    if (!isThere) {
      lists[ALL_EVENTS] = listEvent(read(ALL_EVENTS), emits, consumed.at(-1) ?? "")
      lists[INDEX] = exportEvent(read(INDEX), emits)
    }
    for (const file of unconsumed) lists[file] = asConsumed(read(file))
    const last = { ...contract, [stackFile(name)]: stack }
    // At once: an app that runs takes the service in when it is whole.
    for (const [file, text] of Object.entries({ ...last, ...lists })) changes.write(file, text)
    const created = [...Object.keys(folder), ...(isThere ? [] : [eventFile(emits)]), ...Object.keys(last)]
    return {
      service: name,
      on: consumed,
      emits: emits ?? null,
      created,
      changed: [...Object.keys(lists), "pnpm-lock.yaml"],
    }
  })
}

async function formattedAll(
  tools: Tools,
  files: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, string>>> {
  const entries = Object.entries(files).map(async ([file, text]) => [file, await tools.format(file, text)] as const)
  return Object.fromEntries(await Promise.all(entries))
}

/** Writes the event's file, which no list names yet, and gives the file of its JSON Schema. */
async function defineEvent(
  changes: Changes,
  event: string,
  service: string,
  subject: Subject,
  tools: Tools,
): Promise<Readonly<Record<string, string>>> {
  const file = eventFile(event)
  changes.write(file, await tools.format(file, eventTemplate(event, service, subject)))
  return { [schemaFile(event)]: await tools.schemaOf(file, event) }
}
