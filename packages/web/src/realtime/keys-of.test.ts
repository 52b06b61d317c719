import { describe, expect, it } from "vitest"
import { keysOf } from "./keys-of.ts"
import { parseMessage } from "./message.ts"

const message = (photoId: string, event: string) => ({
  type: "photo" as const,
  photoId,
  event,
  status: "processing",
  time: "2026-01-01T00:00:00Z",
})

describe("keysOf", () => {
  it("names lists and counts once, and each photo once", () => {
    const keys = keysOf([message("a", "MetadataExtracted"), message("a", "ImageTagged"), message("b", "ImageTagged")])
    expect(keys).toEqual([["photos"], ["facets"], ["photo", "a"], ["photo", "b"]])
  })

  it("names the albums when a cover may have changed", () => {
    expect(keysOf([message("a", "ThumbnailGenerated")])).toContainEqual(["albums"])
    expect(keysOf([message("a", "ImageDeleted")])).toContainEqual(["albums"])
  })

  it("names what is left of the limits after an upload", () => {
    expect(keysOf([message("a", "ImageUploaded")])).toContainEqual(["me"])
  })
})

describe("parseMessage", () => {
  it("reads a photo's message", () => {
    expect(parseMessage(JSON.stringify(message("a", "ImageTagged")))).toEqual(message("a", "ImageTagged"))
  })

  it.each(["", "null", "{}", '{"type":"album"}', '{"type":"photo","photoId":7,"event":"x"}', "not json"])(
    "passes %j over",
    (payload) => {
      expect(parseMessage(payload)).toBeNull()
    },
  )
})
