import type { MappingNode } from "../graph.ts"

/**
 * Batches of a mapping at work at once, at the most, where the function has so many execution environments. AWS has room for all of a
 * function's mappings; here a lane for less urgent work, one that may do less at once than another of the same function, leaves one free.
 */
export function mappingConcurrency(mapping: MappingNode, all: readonly MappingNode[], environments: number): number {
  const own = all.filter(({ functionArn }) => functionArn === mapping.functionArn)
  const yields = own.some((other) => maximum(other) > maximum(mapping))
  return Math.min(maximum(mapping), yields ? Math.max(environments - 1, 1) : environments)
}

const maximum = ({ maximumConcurrency = Infinity }: MappingNode) => maximumConcurrency
