import type { z } from "zod"
import type { DarkroomEvent } from "./envelope.ts"
import { MalformedEvent, problemsOf } from "./errors.ts"

/** A version that was released before the present one: archives, queues and producers may still hold events of it. */
export interface EarlierVersion<Schema extends z.ZodObject = z.ZodObject> {
  readonly version: number
  readonly schema: Schema
  /** Its data as data of the version after it. */
  upcast(data: unknown): unknown
  /** Data of the version after it as its own. There while a consumer of it is left: then the event is emitted in both. */
  downcast?(data: unknown): unknown
}

interface EarlierVersionSpec<Schema extends z.ZodObject, Next extends z.ZodObject> {
  version: number
  schema: Schema
  /** Of the version after it. */
  next: Next
  upcast(data: z.output<Schema>): z.input<Next>
  downcast?(data: z.output<Next>): z.input<Schema>
}

/** An earlier version, its conversions checked against both schemas by the compiler. */
export function earlierVersion<Schema extends z.ZodObject, Next extends z.ZodObject>(
  spec: EarlierVersionSpec<Schema, Next>,
): EarlierVersion<Schema> {
  return spec
}

/** What an event has of its versions. */
export interface Versioned {
  readonly name: string
  readonly version: number
  readonly schema: z.ZodObject
  /** Every version that was ever released, the oldest first. */
  readonly earlier?: readonly EarlierVersion[]
}

/** The data of an event of any released version, as data of the present one. Throws MalformedEvent. */
export function upcastData(spec: Versioned, version: number, data: unknown): unknown {
  if (version > spec.version)
    throw new MalformedEvent(`${spec.name} received`, [`version ${version} is newer than ${spec.version}`])
  const steps = (spec.earlier ?? []).filter((each) => each.version >= version)
  if (version < spec.version && steps[0]?.version !== version)
    throw new MalformedEvent(`${spec.name} received`, [`version ${version} is none that was released`])
  return steps.reduce((older, step) => step.upcast(validData({ ...step, name: spec.name }, older)), data)
}

/** The same event in the earlier versions that somebody still consumes, under the same id. */
export function earlierOf<Name extends string>(spec: Versioned, event: DarkroomEvent<Name>): DarkroomEvent<Name>[] {
  const twins: DarkroomEvent<Name>[] = []
  let data = event.data
  for (const step of (spec.earlier ?? []).toReversed()) {
    if (step.downcast === undefined) break
    data = validData({ ...step, name: spec.name }, step.downcast(data))
    const metadata = { ...event.metadata, version: step.version, downcastFrom: spec.version }
    twins.push({ ...event, metadata, data })
  }
  return twins
}

/** The event and what else goes on the bus with it: the same in earlier versions. */
export function inAllVersions({ earlier = [], ...event }: DarkroomEvent): DarkroomEvent[] {
  const { attempt } = event.metadata
  return [event, ...earlier.map((twin) => ({ ...twin, metadata: { ...twin.metadata, attempt } }))]
}

/** Throws MalformedEvent, which names the fields that are wrong and never their values. */
export function validData<Schema extends z.ZodObject>(
  { name, version, schema }: { name: string; version: number; schema: Schema },
  data: unknown,
): z.output<Schema> {
  const result = schema.safeParse(data)
  if (result.success) return result.data
  throw new MalformedEvent(
    `${name} (version ${version})`,
    problemsOf(result.error).map((problem) => `data.${problem}`),
  )
}
