import { allEvents } from "@darkroom/events"
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { ServiceRefused } from "./errors.ts"
import { eventFile, schemaFile } from "./event-template.ts"
import { nearest } from "./nearest.ts"
import { serviceNames } from "./names.ts"
import { stackFile } from "./service-templates.ts"
import type { Subject } from "./subject.ts"

type Definition = (typeof allEvents)[number]

/** Folder and package, and with -events and -dead-letters a name of SQS, which has 80 characters with app, stage and SST's suffix. */
const LONGEST_NAME = 32

/** The use case is named after the service, in a module that has these names already, or cannot have them. */
const RESERVED =
  "deps handler subscriber on default-deps arguments await break case catch class const continue debugger default delete do else enum eval export extends false finally for function if implements import in instanceof interface let new null package private protected public return static super switch this throw true try typeof undefined var void while with yield"

/** Throws ServiceRefused for a name that no service may have, or that something has already. */
export function checkName(root: string, service: string, resourceNames: readonly string[]): void {
  if (!/^[a-z][a-z0-9]*(-[a-z][a-z0-9]*)*$/.test(service))
    throw new ServiceRefused(`"${service}" is no name of a service: write it in kebab-case, such as face-blur`)
  if (service.length > LONGEST_NAME) throw new ServiceRefused(`"${service}" is longer than ${LONGEST_NAME} characters`)
  if (RESERVED.split(" ").includes(service))
    throw new ServiceRefused(`"${service}" means something in TypeScript or in a service's folder; choose another name`)
  for (const path of [`services/${service}`, stackFile(service)])
    if (existsSync(join(root, path))) throw new ServiceRefused(`There is ${path} already`)
  const { pascal } = serviceNames(service)
  const wanted = [pascal, `${pascal}Events`, `${pascal}DeadLetters`].map((name) => name.toLowerCase())
  const taken = resourceNames.find((name) => wanted.includes(name.toLowerCase()))
  if (taken !== undefined)
    throw new ServiceRefused(`A service ${service} would make a resource ${taken}, which stacks/ has already`)
}

/** The events by those names. Throws ServiceRefused where there is no such event. */
export function consumedEvents(names: readonly string[]): Definition[] {
  return [...new Set(names)].map((name) => {
    const definition = allEvents.find((event) => event.name === name)
    if (definition !== undefined) return definition
    const known = allEvents.map((event) => event.name)
    const likely = nearest(name, known)
    const hint = likely === undefined ? "" : ` Did you mean ${likely}?`
    throw new ServiceRefused(`There is no event ${name}.${hint} There are: ${known.join(", ")}`)
  })
}

export interface Emitting {
  readonly root: string
  readonly service: string
  readonly on: readonly Definition[]
  readonly subject: Subject
}

/** Whether the event is there already, defined for this service. Throws ServiceRefused where it cannot be its. */
export function checkEmitted(event: string, { root, service, on, subject }: Emitting): boolean {
  if (!/^[A-Z][a-z0-9]+([A-Z][a-z0-9]+)+$/.test(event))
    throw new ServiceRefused(`"${event}" is no name of an event: write what has happened, such as ImageWatermarked`)
  if (on.some(({ name }) => name === event))
    throw new ServiceRefused(`A service that emits ${event} on ${event} would never come to rest`)
  const existing = allEvents.find(({ name }) => name === event)
  if (existing !== undefined) return isItsOwn(existing, service, subject)
  for (const file of [eventFile(event), schemaFile(event)])
    if (existsSync(join(root, file))) throw new ServiceRefused(`There is ${file} already, and no event ${event}`)
  const exporting = exportedIn(root, event)
  if (exporting !== undefined) throw new ServiceRefused(`${exporting} exports something else by the name ${event}`)
  return false
}

function isItsOwn({ name, source, schema }: Definition, service: string, { field, value }: Subject): true {
  if (source !== `darkroom.${service}`)
    throw new ServiceRefused(
      `${name} is emitted by ${source.replace("darkroom.", "")}; an event has one service that emits it`,
    )
  if (schema.safeParse({ [field]: value }).success) return true
  throw new ServiceRefused(
    `${name} is about more than what these events tell; leave --emits out, and emit it from the use case and in ${stackFile(service)}`,
  )
}

/** The file of the contract that has an export of that name. */
function exportedIn(root: string, name: string): string | undefined {
  const folder = "packages/events/src"
  const exported = new RegExp(`^export (const|function|class|interface|type) ${name}\\b`, "m")
  return readdirSync(join(root, folder))
    .map((file) => `${folder}/${file}`)
    .find((file) => exported.test(readFileSync(join(root, file), "utf8")))
}
