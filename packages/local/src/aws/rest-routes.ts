import type { AwsRequest } from "./service.ts"

/** Method and path of each operation of a REST protocol; a path has one parameter at the most. */
export type RestRoutes<Operation extends string> = Readonly<
  Record<Operation, { readonly method: string; readonly path: RegExp }>
>

export interface FoundRoute<Operation> {
  readonly operation: Operation
  /** The name in the path, decoded; empty where there is none. */
  readonly subject: string
}

/** Which operation a request is; undefined for one that is not in the table. */
export function findRestRoute<Operation extends string>(
  routes: RestRoutes<Operation>,
  { method, path }: Pick<AwsRequest, "method" | "path">,
): FoundRoute<Operation> | undefined {
  for (const operation of Object.keys(routes) as Operation[]) {
    const match = routes[operation].method === method ? routes[operation].path.exec(path) : null
    if (match) return { operation, subject: decode(match[1] ?? "") }
  }
  return undefined
}

/** What is no percent-encoding names nothing; it stays as it is. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
