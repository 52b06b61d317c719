import { expect, it } from "vitest"
import type { MappingNode } from "../graph.ts"
import { mappingConcurrency } from "./mapping-concurrency.ts"

const mapping = (id: string, maximumConcurrency?: number, functionArn = "f"): MappingNode => {
  const limit = maximumConcurrency === undefined ? {} : { maximumConcurrency }
  return { id, functionArn, queueArn: id, batchSize: 1, window: 0, partialResponses: true, ...limit }
}

function concurrencies(environments: number, ...mappings: MappingNode[]) {
  return mappings.map((one) => mappingConcurrency(one, mappings, environments))
}

it("is that of the function, or the mapping's maximum if that is less", () => {
  expect(concurrencies(4, mapping("a"), mapping("b", 3, "g"), mapping("c", 10, "h"))).toEqual([4, 3, 4])
})

it.each([
  ["that has no maximum", undefined, 10, [4, 3]],
  ["that has a higher one", 5, 2, [4, 2]],
  ["that has a higher one, above what there is", 50, 20, [4, 3]],
])("leaves one environment to a mapping of the same function %s", (_, live, backfill, expected) => {
  expect(concurrencies(4, mapping("live", live), mapping("backfill", backfill))).toEqual(expected)
})

it("leaves none where both may do as much", () => {
  expect(concurrencies(2, mapping("a"), mapping("b"))).toEqual([2, 2])
})

it("takes turns where there is but one", () => {
  expect(concurrencies(1, mapping("live"), mapping("backfill", 10))).toEqual([1, 1])
})
