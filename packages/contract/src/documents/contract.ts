import type { EventDefinition } from "@darkroom/events"
import type { Choreography } from "../choreography/choreography.ts"
import { consumersOf, emittersOf } from "../choreography/choreography.ts"

/** What documents are made of. */
export interface Contract {
  readonly definitions: readonly Definition[]
  readonly choreography: Choreography
  /** What each service is for, by its name: the first paragraph of its README. */
  readonly summaries: Readonly<Record<string, string>>
}

export type Definition = Pick<
  EventDefinition,
  "name" | "description" | "source" | "version" | "schema" | "example" | "earlier" | "unconsumed"
>

/** A document that is written from the code: where it stands, relative to the checkout's root, and what is in it. */
export interface GeneratedFile {
  readonly path: string
  readonly content: string
}

/** The one service that emits the event, or `cli` where it comes from the command line. */
export function ownerOf({ choreography }: Contract, { name, source }: Definition): string {
  return emittersOf(choreography, name)[0] ?? source.replace("darkroom.", "")
}

/** For people: the command line is no service. */
export function ownerName(contract: Contract, definition: Definition): string {
  const owner = ownerOf(contract, definition)
  return owner === "cli" ? "the `darkroom` command" : owner
}

export function consumerNames({ choreography }: Contract, { name }: Definition): string {
  return consumersOf(choreography, name).join(", ") || "the archive alone"
}
