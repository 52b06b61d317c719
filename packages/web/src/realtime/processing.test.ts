import { QueryClient } from "@tanstack/react-query"
import { describe, expect, it } from "vitest"
import { queryKeys } from "../api.ts"
import { processingKeys } from "./processing.ts"

const page = (...statuses: string[]) => ({ photos: statuses.map((status) => ({ status })), cursor: null })
const facets = (processing: number) => ({ labels: [], cameras: [], total: 1, failed: 0, processing })

describe("processingKeys", () => {
  it("is nothing when all photos are done", () => {
    const cache = new QueryClient()
    cache.setQueryData(queryKeys.photos({}), { pages: [page("processed", "failed")], pageParams: [] })
    cache.setQueryData(queryKeys.photo("a"), { status: "processed" })
    cache.setQueryData(queryKeys.facets, facets(0))
    expect(processingKeys(cache)).toEqual([])
  })

  it("names the lists and photos with something under way, and no others", () => {
    const cache = new QueryClient()
    cache.setQueryData(queryKeys.photos({ label: "Dog" }), { pages: [page("processed")], pageParams: [] })
    cache.setQueryData(queryKeys.photos({}), {
      pages: [page("processed"), page("processed", "processing")],
      pageParams: [],
    })
    cache.setQueryData(queryKeys.photo("a"), { status: "processing" })
    cache.setQueryData(queryKeys.photo("b"), { status: "processed" })
    expect(processingKeys(cache)).toEqual([["photos", {}], ["photo", "a"], ["facets"]])
  })

  it("looks at all lists when something is under way that none shows", () => {
    const cache = new QueryClient()
    cache.setQueryData(queryKeys.facets, facets(2))
    expect(processingKeys(cache)).toEqual([["photos"], ["facets"]])
  })
})
