import { counted } from "../format.ts"
import type { GetJson } from "../events/engine-events.ts"

/** A call that IAM refused to a function. */
export interface Denial {
  /** By its name in stacks/. */
  readonly function: string
  /** Such as s3:PutObject. */
  readonly action: string
  /** Its ARN. */
  readonly resource: string
}

/** AWS's words, also within JSON. https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
export const DENIED = "is not authorized to perform"
const PATTERN = /is not authorized to perform: ([\w-]+:\w+) on resource: [\\"]*([^\s"\\]+)/g

/** The refused calls that a text tells of, each once. */
export function denialsIn(functionId: string, texts: readonly string[]): Denial[] {
  const all = texts.flatMap((text) =>
    [...text.matchAll(PATTERN)].map(([, action = "", resource = ""]) => ({ function: functionId, action, resource })),
  )
  return eachOnce(all)
}

/** A sentence for each function and action; of several resources the first. */
export function denialsText(denials: readonly Denial[]): string {
  const groups = Map.groupBy(denials, ({ function: id, action }) => `${id} ${action}`)
  return [...groups.values()]
    .map(([first, ...others]) => {
      const more = others.length === 0 ? "" : ` and ${counted(others.length, "other resource")}`
      return first === undefined ? "" : `${denialText(first)}${more}`
    })
    .join("; ")
}

/** Where the call is granted: beside the function, or in the policy of what an AWS service calls. */
export function grantText({ function: id }: Denial): string {
  return id.includes(".") ? `stacks/: what allows ${id} to do that` : `stacks/, where ${id} is: what it is granted`
}

export function denialText({ function: id, action, resource }: Denial): string {
  return `${id} may not ${action} on ${resource}`
}

/** As the engine's GET /status/denials gives it. */
interface Refused {
  readonly functionId: string
  readonly action: string
  readonly resource: string
}

/** From the engine, which knows each refused call, also those that functions do not log. */
export function engineDenials(get: GetJson): (since: number) => Promise<Denial[]> {
  return async (since) => {
    const refused = ((await get(`/status/denials?since=${since}`)) ?? []) as readonly Refused[]
    return eachOnce(refused.map(({ functionId, action, resource }) => ({ function: functionId, action, resource })))
  }
}

export function eachOnce(denials: readonly Denial[]): Denial[] {
  return [...new Map(denials.map((denial) => [denialText(denial), denial])).values()]
}
