/** Who emits and consumes what, as the stacks and handlers have it. */
export interface Choreography {
  /** Names of the folders under services/, sorted. */
  readonly services: readonly string[]
  readonly events: readonly ContractEvent[]
  readonly functions: readonly ChoreographyFunction[]
  /** Rules by which objects that appear in S3 come in. */
  readonly intakes: readonly Intake[]
}

/** An event of the contract. */
export interface ContractEvent {
  readonly name: string
  readonly source: string
  readonly version: number
  /** Earlier versions that are emitted as well. */
  readonly alsoEmitted: readonly number[]
  /** Why nobody consumes it, where nobody does. */
  readonly unconsumed?: string
}

export interface ChoreographyFunction {
  /** SST's name of it. */
  readonly id: string
  readonly service: string
  readonly consumes: readonly Consumed[]
  /** Names of events that its permissions let it put on the bus under its service's own source. */
  readonly emits: readonly string[]
  /** Names of events that they let it put there under another source than its own. */
  readonly emitsForOthers: readonly string[]
  /** Keys under which it may put objects, `*` standing for anything, by the bucket's ARN. */
  readonly writes: readonly { readonly bucket: string; readonly keys: string }[]
}

export interface Consumed {
  readonly name: string
  readonly source: string
  /** Where it consumes an earlier version than the present one. */
  readonly version?: number
}

export interface Intake {
  readonly service: string
  readonly rule: string
  /** ARN. */
  readonly bucket: string
  /** With `*` for anything. */
  readonly keys: readonly string[]
}

/** The services that consume the event, sorted. */
export function consumersOf({ functions }: Choreography, name: string): string[] {
  return sorted(functions.filter(({ consumes }) => consumes.some((each) => each.name === name)))
}

/** The services that emit the event of their own accord, sorted: one, or none where it comes from the command line. */
export function emittersOf({ functions }: Choreography, name: string): string[] {
  return sorted(functions.filter(({ emits }) => emits.includes(name)))
}

/** What a service consumes and emits, in the order of the contract. */
export function eventsOf(
  { events, functions }: Choreography,
  service: string,
): { consumes: string[]; emits: string[] } {
  const own = functions.filter((each) => each.service === service)
  const names = events.map(({ name }) => name)
  return {
    consumes: names.filter((name) => own.some(({ consumes }) => consumes.some((each) => each.name === name))),
    emits: names.filter((name) => own.some(({ emits }) => emits.includes(name))),
  }
}

function sorted(functions: readonly ChoreographyFunction[]): string[] {
  return [...new Set(functions.map(({ service }) => service))].toSorted()
}
