import type { SynthResource } from "./mocks.ts"

/** What a resource says of itself: inputs and outputs in one. Pulumi's types do not reach here. */
// oxlint-disable-next-line typescript/no-explicit-any -- the shapes are those of the AWS provider's documentation
export type State = Record<string, any>

export interface Found {
  /** The name that the stacks gave, such as `IngestFunction`. */
  readonly id: string
  readonly state: State
}

/** All resources of one type. */
export type FindAll = (type: string) => Found[]

export function finder(resources: readonly SynthResource[]): FindAll {
  return (type) => resources.filter((resource) => resource.type === type).map(({ name: id, state }) => ({ id, state }))
}

/** The property where there is a value, and no property where there is none. */
export function optional<Name extends string, Value>(
  name: Name,
  value: Value | null | undefined,
): { [Key in Name]?: NonNullable<Value> } {
  return (value === undefined || value === null ? {} : { [name]: value }) as { [Key in Name]?: NonNullable<Value> }
}

/** A document, as JSON or as it is: Pulumi takes both. */
export function parsed(document: unknown): unknown {
  return typeof document === "string" ? JSON.parse(document) : document
}
