import { allEvents } from "@darkroom/events"
import { spawnSync } from "node:child_process"
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { ADDED, ALL_EVENTS, INDEX, unexportEvent, unlistEvent, unlistService } from "./contract-lists.ts"
import { ServiceRefused, StillInUse } from "./errors.ts"
import { eventFile, releasedFile, schemaFile } from "./event-template.ts"
import { nearest } from "./nearest.ts"
import { onlyConsumedBy } from "./only-consumed-by.ts"
import { stackFile } from "./service-templates.ts"
import { servicesIn } from "./services-in.ts"
import { together } from "./together.ts"
import type { Tools } from "./tools.ts"
import { asConsumed, asUnconsumed } from "./unconsumed.ts"
import { usersOf, usesOf } from "./uses-of.ts"

/** What is to go with a service; paths are relative to the root of the checkout. */
export interface Removal {
  readonly service: string
  /** Names of the events that only it emits. */
  readonly events: readonly string[]
  /** Names of the events that only it consumes. */
  readonly unconsumed: readonly string[]
  readonly removed: readonly string[]
  readonly changed: readonly string[]
  /** Files among them that git does not have, or not as they are. */
  readonly uncommitted: readonly string[]
}

/** Throws ServiceRefused where there is no such service, StillInUse where others consume its events or name it, or where an archive may have them. */
export function planRemoval(root: string, service: string): Removal {
  const services = servicesIn(root)
  if (!services.includes(service)) {
    const likely = nearest(service, services)
    const hint = likely === undefined ? "" : ` Did you mean ${likely}?`
    throw new ServiceRefused(`There is no service ${service}.${hint} There are: ${services.join(", ")}`)
  }
  const definitions = allEvents.filter(({ source }) => source === `darkroom.${service}`)
  const events = definitions.map(({ name }) => name)
  const own = [`services/${service}`, stackFile(service)]
  for (const event of events) checkUnused(root, event, own)
  for (const definition of definitions) checkUnreleased(root, definition)
  checkUnnamed(root, service, own)
  const files = definitions.flatMap(({ name, version }) => [
    eventFile(name),
    ...Array.from({ length: version }, (_, index) => schemaFile(name, index + 1)),
  ])
  const unconsumed = onlyConsumedBy(root, service)
  const removed = [...own, ...files].filter((path) => existsSync(join(root, path)))
  return {
    service,
    events,
    unconsumed,
    removed,
    changed: [
      ADDED,
      ...(events.length > 0 ? [ALL_EVENTS, INDEX] : []),
      ...unconsumed.map((event) => eventFile(event)),
      "pnpm-lock.yaml",
    ],
    uncommitted: uncommittedIn(root, removed),
  }
}

/** None where the checkout is no repository. */
function uncommittedIn(root: string, paths: readonly string[]): string[] {
  const args = ["status", "--porcelain", "--untracked-files=all", "--", ...paths]
  const { status, stdout } = spawnSync("git", args, { cwd: root, encoding: "utf8" })
  return status === 0 ? stdout.split("\n").flatMap((line) => (line === "" ? [] : [line.slice(3)])) : []
}

/** Does what was planned. Throws ToolFailed; then the checkout is as it was. */
export async function removeService(
  root: string,
  { service, events, unconsumed, removed }: Removal,
  tools: Tools,
): Promise<void> {
  const read = (file: string) => readFileSync(join(root, file), "utf8")
  await together(root, tools, async (changes) => {
    changes.write(ADDED, unlistService(read(ADDED), service))
    for (const event of events) {
      changes.write(ALL_EVENTS, unlistEvent(read(ALL_EVENTS), event))
      changes.write(INDEX, unexportEvent(read(INDEX), event))
    }
    for (const file of unconsumed.map(eventFile)) changes.write(file, withoutConsumer(root, file))
    for (const path of removed) changes.remove(path)
    changes.remember("pnpm-lock.yaml")
    await tools.install()
  })
}

function checkUnused(root: string, event: string, own: readonly string[]): void {
  const imported = new RegExp(`import (type )?\\{[^}]*\\b${event}\\b[^}]*\\} from "`)
  const users = usersOf(usesOf(root, imported, [...own, ALL_EVENTS]))
  if (users.length > 0) throw new StillInUse(`${event} is consumed by others: ${users.join(", ")}`)
}

function checkUnreleased(root: string, { name, version }: (typeof allEvents)[number]): void {
  const versions = Array.from({ length: version }, (_, index) => index + 1)
  if (versions.some((each) => existsSync(join(root, releasedFile(name, each)))))
    throw new StillInUse(`${name} is released, and archived events need it; docs/contract.md says how it is given up`)
}

/** As git has it where that is the same but for the reason why no service consumes the event; else with one that fits any. */
function withoutConsumer(root: string, file: string): string {
  const text = readFileSync(join(root, file), "utf8")
  const { status, stdout } = spawnSync("git", ["show", `HEAD:./${file}`], { cwd: root, encoding: "utf8" })
  return status === 0 && stdout !== text && asConsumed(stdout) === text ? stdout : asUnconsumed(text)
}

/** A subscription that was written by hand, a test that looks into its folder, a package that depends on it. */
function checkUnnamed(root: string, service: string, own: readonly string[]): void {
  const named = [
    `service: "${service}"`,
    `handlerOf\\("${service}"`,
    `from "[^"]*/${service}/src/`,
    `@darkroom/${service}"`,
  ]
  const files = usesOf(root, new RegExp(named.join("|")), own)
  if (files.length > 0)
    throw new StillInUse(
      `services/${service} is named by hand in ${files.join(", ")}; take it out there, then try again`,
    )
}
