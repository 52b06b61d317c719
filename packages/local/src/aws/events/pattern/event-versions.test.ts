import {
  defineEvent,
  atVersion,
  derivedId,
  earlierVersion,
  ImageUploaded,
  inAllVersions,
  rulePatterns,
} from "@darkroom/events"
import { describe, expect, it } from "vitest"
import { z } from "zod"
import { compilePattern } from "./pattern.ts"

const one = z.object({ n: z.number() })
const two = z.object({ numbers: z.array(z.number()) })
const v1 = earlierVersion({
  version: 1,
  schema: one,
  next: two,
  upcast: ({ n }) => ({ numbers: [n] }),
  downcast: ({ numbers: [n = 0] }) => ({ n }),
})
const Counted = defineEvent({
  name: "Counted",
  version: 2,
  source: "darkroom.test",
  description: "A test.",
  schema: two,
  example: { numbers: [1] },
  earlier: [v1],
})
const provenance = { id: derivedId("root"), groupKey: "image-1", origin: "upload" as const }
const [present, twin] = inAllVersions(Counted.create({ numbers: [1, 2] }, provenance))
const archived = { ...present!, metadata: { ...present!.metadata, version: 1 }, data: { n: 1 } }
const uploaded = ImageUploaded.create(ImageUploaded.example, provenance)

const live = { detail: { metadata: { origin: [{ "anything-but": ["backfill"] }] } } }
const rules = {
  "a consumer of the present version": rulePatterns([Counted], live),
  "a consumer of the earlier one": rulePatterns([atVersion(Counted, v1)], live),
  "one of the present version and another event": rulePatterns([ImageUploaded, Counted], live),
  "one of the earlier version and another event": rulePatterns([atVersion(Counted, v1), ImageUploaded], live),
}
const events = {
  "the event": present!,
  "the same in its earlier version": twin!,
  "an archived one from before there were two": archived,
  "another event": uploaded,
}

/** Once for each rule that matches. */
function matched(patterns: readonly object[]): string[] {
  const rules = patterns.map(compilePattern)
  return Object.entries(events).flatMap(([name, { type, source, metadata, data }]) =>
    rules.flatMap((matches) => (matches({ "detail-type": type, source, detail: { metadata, data } }) ? [name] : [])),
  )
}

describe("rules of an event in two versions", () => {
  it("give each consumer one of both, and archived events to all", () => {
    expect(Object.fromEntries(Object.entries(rules).map(([name, rule]) => [name, matched(rule)]))).toEqual({
      "a consumer of the present version": ["the event", "an archived one from before there were two"],
      "a consumer of the earlier one": [
        "the same in its earlier version",
        "an archived one from before there were two",
      ],
      "one of the present version and another event": [
        "the event",
        "an archived one from before there were two",
        "another event",
      ],
      "one of the earlier version and another event": [
        "the same in its earlier version",
        "an archived one from before there were two",
        "another event",
      ],
    })
  })

  it("are one for all events in their present version, and one more for an earlier one", () => {
    expect(Object.values(rules).map((patterns) => patterns.length)).toEqual([1, 1, 1, 2])
  })

  it("keep to the lane", () => {
    const backfill = { detail: { metadata: { origin: ["backfill"] } } }
    expect(matched(rulePatterns([ImageUploaded, Counted], backfill))).toEqual([])
  })
})
