import { ResourceMissing } from "./errors.ts"

/** Properties of linkable resources, by the resources' names. */
export type Links = Readonly<Record<string, Readonly<Record<string, unknown>>>>

/** A property of a resource. Throws ResourceMissing. */
export function linkOf({ name, links }: { name: string; links: Links }, resource: string, property: string): string {
  const value = links[resource]?.[property]
  if (typeof value !== "string") throw new ResourceMissing(resource, name)
  return value
}
