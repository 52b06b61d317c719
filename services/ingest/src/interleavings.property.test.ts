import { property } from "@darkroom/testing/property"
import fc from "fast-check"
import {} from "vitest"
import { expectSound, failure, FIRST, ingested, type Story, success } from "./story.fixture.ts"

const RUNS = 1_500

const others = {
  movedAgain: (story: Story) => story.movedAgain(),
  otherBytes: (story: Story) => story.uploadedAgain("e2"),
  sameBytes: (story: Story) => story.uploadedAgain(FIRST),
  deleted: (story: Story) => story.deleted(),
  announcedAgain: (story: Story) => story.announcedAgain(),
}
type Other = keyof typeof others

/** A second move has made its copy and crashed, and the deletion has looked for copies before. */
const copiedWhenDeleted = {
  also: ["sameBytes", "deleted", "movedAgain"] satisfies Other[],
  crashes: [3, undefined, undefined, 6, undefined, undefined],
  turns: [0, 4, 4],
}

const crash = fc.option(fc.integer({ min: 1, max: 12 }), { nil: undefined })
const crashing = <Actor extends object>(actor: Actor, crashAfter: number | undefined) =>
  crashAfter === undefined ? actor : { ...actor, crashAfter }

property(
  "loses no photo, buries none that was moved and keeps none that was deleted, whatever comes in between",
  RUNS,
  async ({ numRuns }) => {
    const plan = fc.record({
      also: fc.uniqueArray(fc.constantFrom(...(Object.keys(others) as Other[])), { minLength: 1, maxLength: 4 }),
      crashes: fc.array(crash, { minLength: 6, maxLength: 6 }),
      turns: fc.array(fc.nat(5), { maxLength: 80 }),
    })
    await fc.assert(
      fc.asyncProperty(plan, async ({ also, crashes, turns }) => {
        const story = await ingested()
        const uploads = also.filter((other) => other.endsWith("Bytes"))
        if (uploads.length > 1) return
        const named = [story.moved(), ...also.map((other) => others[other](story))]
        const all = uploads.length > 0 ? [...named, story.secondMoved()] : named
        let turn = 0
        const choose = (count: number) => (turns[turn++ % Math.max(1, turns.length)] ?? 0) % count
        const emitted = await story.play(
          all.map((actor, index) => crashing(actor, crashes[index])),
          choose,
        )
        expectSound(story, emitted, {
          isDeleted: also.includes("deleted"),
          destination: also.includes("movedAgain") ? failure(story.first.id) : success(story.first.id),
          secondMayBeGone: also.includes("deleted") && also.includes("sameBytes"),
        })
      }),
      { numRuns, examples: [[copiedWhenDeleted]] },
    )
  },
)
