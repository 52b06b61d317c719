import type { TrailEntry } from "@darkroom/gallery-api"
import { describe, expect, it } from "vitest"
import { trailRuns } from "./trail-bars.ts"
import { flattened, serviceOf, trailTree, waitedFor } from "./trail-tree.ts"

const START = Date.parse("2026-11-21T09:30:00.000Z")

function event(eventId: string, causationId: string | null, after: number, more: Partial<TrailEntry> = {}): TrailEntry {
  return {
    eventId,
    causationId,
    type: eventId,
    source: "darkroom.test",
    time: new Date(START + after).toISOString(),
    correlationId: "ImageUploaded",
    origin: "upload",
    attempt: 1,
    ...more,
  }
}

const trail = [
  event("ImageUploaded", null, 0),
  event("MetadataExtracted", "ImageUploaded", 400),
  event("ThumbnailGenerated", "MetadataExtracted", 1400),
  event("ImageTagged", "MetadataExtracted", 2400),
  event("ImageProcessed", "ImageTagged", 2500),
]

function shapeOf(events: readonly TrailEntry[]): string[] {
  return flattened(trailTree(events)).map(({ entry, depth }) => `${"-".repeat(depth)}${entry.eventId}`)
}

describe("trailTree", () => {
  it("puts each event under the one that caused it, whatever their order", () => {
    const tree = ["ImageUploaded", "-MetadataExtracted", "--ThumbnailGenerated", "--ImageTagged", "---ImageProcessed"]
    expect(shapeOf(trail)).toEqual(tree)
    expect(shapeOf(trail.toReversed())).toEqual(tree)
  })

  it("knows the time since the cause, and never a negative one", () => {
    const [root] = trailTree([...trail, event("Early", "ImageUploaded", -50)])
    expect(root?.sinceCause).toBeNull()
    expect(root?.children.map(({ entry, sinceCause }) => [entry.eventId, sinceCause])).toEqual([
      ["Early", 0],
      ["MetadataExtracted", 400],
    ])
  })

  it("shows an event whose cause is not there, and says so", () => {
    const [, orphan] = trailTree([event("ImageUploaded", null, 0), event("ImageTagged", "lost", 9)])
    expect(orphan).toMatchObject({ depth: 0, causeMissing: true, sinceCause: null })
  })

  it("ends where events cause themselves or each other", () => {
    expect(shapeOf([event("a", "b", 0), event("b", "a", 1), event("c", "c", 2)]).toSorted()).toEqual(["-b", "a", "c"])
  })

  it("has an event once that came twice", () => {
    expect(shapeOf([...trail, ...trail])).toHaveLength(5)
  })

  it("tells failures", () => {
    const [root] = trailTree([trail[0] ?? event("x", null, 0), event("ProcessingFailed", "ImageUploaded", 9)])
    expect(root?.children[0]?.failed).toBe(true)
    expect(root?.failed).toBe(false)
  })
})

describe("waitedFor", () => {
  const steps = [
    { step: "metadata", state: "done" },
    { step: "tagging", state: "waiting" },
    { step: "thumbnail", state: "failed" },
  ] as const

  it("is what begins with the event and has not come", () => {
    const nodes = flattened(trailTree(trail.slice(0, 2)))
    expect(nodes.map((node) => waitedFor(node, trail, [...steps]))).toEqual([[], ["tagging"]])
  })

  it("is the decision once it is known what is in the photo", () => {
    const recognised = [
      steps[0],
      { step: "tagging", state: "done" },
      { step: "categorization", state: "waiting" },
    ] as const
    const nodes = flattened(trailTree(trail.slice(0, 4)))
    const waiting = nodes.filter((node) => waitedFor(node, trail, [...recognised]).length > 0)
    expect(waiting.map(({ entry }) => entry.eventId)).toEqual(["ImageTagged"])
  })

  it("is said once where the event came again", () => {
    const again = [...trail.slice(0, 2), event("again", "ImageUploaded", 9000, { type: "MetadataExtracted" })]
    const nodes = flattened(trailTree(again)).filter((node) => waitedFor(node, again, [...steps]).length > 0)
    expect(nodes.map(({ entry }) => entry.eventId)).toEqual(["again"])
  })
})

describe("trailRuns", () => {
  it("has a bar for each step, from its cause to its event", () => {
    const [run] = trailRuns(trailTree(trail))
    expect(run?.duration).toBe(2500)
    expect(run?.bars.get("ImageUploaded")).toEqual({ start: 0, end: 0 })
    expect(run?.bars.get("ImageTagged")).toEqual({ start: 0.16, end: 0.96 })
  })

  it("begins anew after a long pause and with a replay, so that no step becomes too small to see", () => {
    const later = 3 * 24 * 3600 * 1000
    const replayed = [
      event("again", "MetadataExtracted", later, { type: "ImageTagged", origin: "replay" }),
      event("done", "again", later + 100, { type: "ImageProcessed", origin: "replay" }),
      event("retried", "MetadataExtracted", later / 3, { type: "ThumbnailGenerated", attempt: 2 }),
    ]
    const runs = trailRuns(trailTree([...trail, ...replayed]))
    expect(runs.map(({ first, duration }) => [first.eventId, duration])).toEqual([
      ["ImageUploaded", 2500],
      ["retried", 0],
      ["again", 100],
    ])
    expect(runs[1]?.bars.get("retried")).toEqual({ start: 0, end: 0 })
    expect(runs[2]?.bars.get("done")).toEqual({ start: 0, end: 1 })
  })

  it("begins anew with a retry, from which the work of what came after it counts", () => {
    const retried = [
      ...trail.slice(0, 3),
      event("failed", "MetadataExtracted", 3000, { type: "ProcessingFailed" }),
      event("retry", "MetadataExtracted", 90_000, { type: "RetryRequested" }),
      event("ImageTagged", "MetadataExtracted", 92_000),
      event("ImageProcessed", "ImageTagged", 92_500),
    ]
    const runs = trailRuns(trailTree(retried))
    expect(runs.map(({ first, duration }) => [first.eventId, duration])).toEqual([
      ["ImageUploaded", 3000],
      ["retry", 2500],
    ])
    expect(runs[1]?.bars.get("ImageTagged")).toEqual({ start: 0, end: 0.8 })
  })

  it("is nothing without events", () => {
    expect(trailRuns([])).toEqual([])
  })
})

it("names the service without its prefix", () => {
  expect(serviceOf({ source: "darkroom.tagging" })).toBe("tagging")
})
