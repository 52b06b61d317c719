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
  return [...new Map(all.map((denial) => [`${denial.action} ${denial.resource}`, denial])).values()]
}

export function denialText({ function: id, action, resource }: Denial): string {
  return `${id} may not ${action} on ${resource}`
}

/** A line of the engine's GET /logs. */
interface Line {
  readonly functionId: string
  readonly raw: string
}

/** From the logs of the engine. */
export function engineDenials(get: GetJson): (since: number) => Promise<Denial[]> {
  return async (since) => {
    const query = new URLSearchParams({ text: DENIED, since: String(since) })
    const lines = ((await get(`/logs?${query}`)) ?? []) as readonly Line[]
    const functions = [...new Set(lines.map(({ functionId }) => functionId))]
    return functions.flatMap((id) =>
      denialsIn(
        id,
        lines.flatMap(({ functionId, raw }) => (functionId === id ? [raw] : [])),
      ),
    )
  }
}
