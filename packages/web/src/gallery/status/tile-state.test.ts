import type { PhotoSummary } from "@darkroom/gallery-api"
import { describe, expect, it } from "vitest"
import { tileState } from "./tile-state.ts"

function photo(more: Partial<PhotoSummary>): PhotoSummary {
  const steps: PhotoSummary["steps"] = [
    { step: "metadata", state: "done" },
    { step: "tagging", state: "waiting" },
    { step: "thumbnail", state: "waiting" },
  ]
  return { status: "processing", steps, problem: null, ...more } as PhotoSummary
}

const problem = { step: "tagging", code: "throttled", message: "Too busy.", retryable: true }

describe("tileState", () => {
  it("says which step a photo is at", () => {
    expect(tileState(photo({}))).toEqual({ kind: "processing", text: "Recognising what is in it", done: 1, steps: 3 })
  })

  it("says that it is being decided on, or was not", () => {
    const steps: PhotoSummary["steps"] = [{ step: "categorization", state: "waiting" }]
    expect(tileState(photo({ steps }))).toMatchObject({ text: "Deciding by the rules" })
    const undecided = { ...problem, step: "categorization" }
    expect(tileState(photo({ status: "failed", problem: undecided }))).toMatchObject({ title: "Not decided on" })
  })

  it("says of a video that it is read, then watched, or was not", () => {
    const steps: PhotoSummary["steps"] = [{ step: "video", state: "waiting" }]
    expect(tileState(photo({ steps, duration: null }))).toMatchObject({ text: "Reading the video", steps: 1 })
    expect(tileState(photo({ steps, duration: 5_000 }))).toMatchObject({ text: "Watching the video", done: 0 })
    const failed = { ...problem, step: "video" }
    expect(tileState(photo({ status: "failed", problem: failed }))).toMatchObject({ title: "Not watched" })
  })

  it("says that it is finishing where no step is open", () => {
    expect(tileState(photo({ steps: [{ step: "metadata", state: "done" }] }))).toMatchObject({ text: "Finishing" })
  })

  it("says that it takes too long, and offers the step that is waited for", () => {
    const stalled = { ...problem, code: "Stalled", message: "It takes unusually long; trying again may help." }
    expect(tileState(photo({ problem: stalled }))).toEqual({
      kind: "stalled",
      title: "Takes too long",
      reason: "It takes unusually long; trying again may help.",
      retry: "tagging",
    })
  })

  it("says which step failed and why, and offers to try again", () => {
    const failed = { kind: "failed", title: "Not recognised", reason: "Too busy.", retry: "tagging" }
    expect(tileState(photo({ status: "failed", problem }))).toEqual(failed)
    expect(tileState(photo({ problem }))).toEqual(failed)
  })

  it("offers nothing where trying again would not help", () => {
    const rejected = photo({ status: "rejected", problem: { ...problem, step: "metadata", retryable: false } })
    expect(tileState(rejected)).toMatchObject({ kind: "rejected", title: "Not accepted", retry: null })
    expect(tileState(photo({ status: "failed" }))).toMatchObject({ title: "Something failed", retry: null })
  })

  it("has nothing to say of a photo that is done", () => {
    expect(tileState(photo({ status: "processed" }))).toEqual({ kind: "done" })
  })
})
