import type { Photos, PhotoSummary } from "@darkroom/gallery-api"
import { describe, expect, it } from "vitest"
import { fetchedAnew, pagesOf, photosIn, without } from "./pages.ts"

const photo = (photoId: string) => ({ photoId }) as PhotoSummary

/** Answers like the API does: so many photos behind the one that the cursor names. */
function server(ids: readonly string[], size = 3) {
  const asked: (string | undefined)[] = []
  return {
    asked,
    fetchPage: async (cursor: string | undefined): Promise<Photos> => {
      asked.push(cursor)
      const from = cursor === undefined ? 0 : ids.indexOf(cursor) + 1
      const page = ids.slice(from, from + size)
      return { photos: page.map(photo), cursor: from + size < ids.length ? (page.at(-1) ?? null) : null }
    },
  }
}

const idsOf = ({ photos }: Photos) => photos.map(({ photoId }) => photoId).join("")

describe("fetchedAnew", () => {
  const known = { photos: ["c", "d", "e"].map(photo), cursor: "e" }

  it("makes the page longer by what was uploaded, so that the next one begins where it began", async () => {
    const { fetchPage } = server("abcdefgh".split(""))
    const page = await fetchedAnew(known, undefined, fetchPage)
    expect([idsOf(page), page.cursor]).toEqual(["abcde", "e"])
  })

  it("makes it shorter by what was deleted", async () => {
    const { fetchPage, asked } = server("cefgh".split(""))
    const page = await fetchedAnew(known, undefined, fetchPage)
    expect([idsOf(page), page.cursor, asked.length]).toEqual(["ce", "e", 1])
  })

  it("cuts anew where the last photo is gone, and asks no more than three times", async () => {
    const { fetchPage, asked } = server("cdfghijklmnop".split(""))
    const page = await fetchedAnew(known, undefined, fetchPage)
    expect([idsOf(page), page.cursor, asked.length]).toEqual(["cdfghijkl", "l", 3])
  })

  it("takes the last page as it comes", async () => {
    const page = await fetchedAnew(
      { photos: [photo("h")], cursor: null },
      "g",
      server("abcdefghij".split("")).fetchPage,
    )
    expect(idsOf(page)).toBe("hij")
  })
})

describe("pages", () => {
  const kept = {
    pages: ["abc", "d", "efg"].map((ids) => ({ photos: ids.split("").map(photo), cursor: null })),
    pageParams: [],
  }

  it("says which of them hold what is seen", () => {
    expect(pagesOf(kept, 0, 3)).toEqual([0, 0])
    expect(pagesOf(kept, 2, 5)).toEqual([0, 2])
    expect(pagesOf(kept, 3, 4)).toEqual([1, 1])
    expect(pagesOf(kept, 90, 99)).toEqual([2, 2])
    expect(pagesOf({ pages: [], pageParams: [] }, 0, 0)).toEqual([0, 0])
  })

  it("are without what was deleted, and the same where nothing was", () => {
    expect(photosIn(without(kept, new Set(["b", "d"]))).map(({ photoId }) => photoId)).toEqual("acefg".split(""))
    expect(without(kept, new Set(["x"]))).toBe(kept)
  })

  it("have each photo once", () => {
    const [page] = kept.pages
    expect(photosIn({ pages: page ? [page, page] : [], pageParams: [] })).toHaveLength(3)
  })
})
