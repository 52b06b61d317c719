import type { ApiRouteNode } from "../graph.ts"

export interface MatchedRoute {
  readonly route: ApiRouteNode
  /** Decoded, by the names in the route's key. */
  readonly parameters: Readonly<Record<string, string>>
}

interface Pattern {
  readonly route: ApiRouteNode
  readonly method: string
  readonly segments: readonly string[]
}

const GREEDY = /^\{(\w+)\+\}$/
const VARIABLE = /^\{(\w+)\}$/

/**
 * Which route a request takes: one that names its whole path, else one with a greedy variable, else $default.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html#http-api-develop-routes.evaluation
 */
export function routeTable(routes: readonly ApiRouteNode[]) {
  const patterns = routes
    .filter(({ routeKey }) => routeKey !== "$default")
    .map(patternOf)
    .toSorted(compareRanks)
  const fallback = routes.find(({ routeKey }) => routeKey === "$default")
  return (method: string, path: string): MatchedRoute | undefined => {
    for (const pattern of patterns) {
      const parameters = matched(pattern, method, path.split("/"))
      if (parameters) return { route: pattern.route, parameters }
    }
    return fallback && { route: fallback, parameters: {} }
  }
}

function patternOf(route: ApiRouteNode): Pattern {
  const [method = "", path = ""] = route.routeKey.split(" ")
  return { route, method, segments: path.split("/") }
}

/** The most specific first: of two patterns that a path matches, their first difference decides, and then the method. */
function compareRanks(one: Pattern, other: Pattern): number {
  const [ranks, others] = [ranksOf(one), ranksOf(other)]
  const differing = ranks.findIndex((rank, at) => rank !== others[at])
  if (differing < 0) return Number(one.method === "ANY") - Number(other.method === "ANY")
  return (ranks[differing] ?? 0) - (others[differing] ?? 0)
}

function ranksOf({ segments }: Pattern): number[] {
  const ranks = segments.map((segment) => (GREEDY.test(segment) ? 2 : VARIABLE.test(segment) ? 1 : 0))
  return [ranks.includes(2) ? 1 : 0, ...ranks]
}

function matched({ method, segments }: Pattern, asked: string, parts: readonly string[]) {
  if (method !== "ANY" && method !== asked) return undefined
  const parameters: Record<string, string> = {}
  for (const [at, segment] of segments.entries()) {
    const rest = GREEDY.exec(segment)
    const name = (rest ?? VARIABLE.exec(segment))?.[1]
    const value = rest ? parts.slice(at).join("/") : (parts[at] ?? "")
    if (name === undefined && (value !== segment || at >= parts.length)) return undefined
    if (name !== undefined && value === "") return undefined
    if (name !== undefined) parameters[name] = decodeURIComponent(value)
    if (rest) return parameters
  }
  return segments.length === parts.length ? parameters : undefined
}
