import { expect, it } from "vitest"
import { everyOrder } from "./interleave.fixture.ts"
import { type Expected, expectSound, failure, FIRST, ingested, type Story } from "./story.fixture.ts"
import type { Actor } from "./interleave.fixture.ts"

const OTHER = "e2"
/** As many calls as a move makes. */
const CALLS = 12

async function tell(
  actors: (story: Story) => readonly Actor[],
  choose: (count: number) => number,
  expected: (story: Story) => Expected = () => ({}),
  lateAfterCrash = false,
): Promise<Story> {
  const story = await ingested()
  const emitted = await story.play(actors(story), choose, lateAfterCrash)
  expectSound(story, emitted, expected(story))
  return story
}

const deletedToo = () => ({ isDeleted: true })

it.each([
  ["other", OTHER],
  ["the same", FIRST],
])("keeps both photos in every order of a move and an upload of %s bytes under the key", async (_, etag) => {
  const orders = await everyOrder(
    async (choose) => void (await tell((story) => [story.moved(), story.uploadedAgain(etag)], choose)),
  )
  expect(orders).toBeGreaterThan(500)
})

it("leaves nothing of a deleted photo in every order of a move and the deletion", async () => {
  const orders = await everyOrder(
    async (choose) => void (await tell((story) => [story.moved(), story.deleted()], choose, deletedToo)),
  )
  expect(orders).toBeGreaterThan(500)
})

it("ends at the latest decision in every order of two", async () => {
  const latest = ({ first }: Story) => ({ destination: failure(first.id) })
  await everyOrder(async (choose) => void (await tell((story) => [story.moved(), story.movedAgain()], choose, latest)))
})

const another: [string, (story: Story) => Actor, (() => Expected)?][] = [
  ["an upload of other bytes", (story) => story.uploadedAgain(OTHER)],
  ["an upload of the same bytes", (story) => story.uploadedAgain(FIRST)],
  ["the deletion", (story) => story.deleted(), deletedToo],
  ["news of the first upload", (story) => story.announcedAgain()],
]

/** How long what crashed stays away. */
const returns = [
  ["soon", false],
  ["late", true],
] as const
const cases = another.flatMap(([what, other, expected]) =>
  returns.map(([when, late]) => [what, when, other, late, expected] as const),
)

it.each(cases)(
  "comes to the same end when a move crashes after any call and is tried again, and %s comes at any point (%s)",
  async (_, _when, other, late, expected) => {
    for (let crashAfter = 1; crashAfter <= CALLS; crashAfter++)
      for (let begin = 0; begin <= 3 * CALLS; begin++)
        for (const whole of [true, false]) {
          let step = 0
          // The other goes to its end at once from the step `begin` on, or turn by turn.
          const choose = (count: number) => (step++ >= begin ? (whole ? count - 1 : step % count) : 0)
          await tell((story) => [{ ...story.moved(), crashAfter }, other(story)], choose, expected, late)
        }
  },
)

it.each(another)(
  "comes to the same end when %s crashes after any call at any point of a move, and is tried again",
  async (_, other, expected) => {
    for (let crashAfter = 1; crashAfter <= CALLS; crashAfter++)
      for (let begin = 0; begin <= CALLS; begin++) {
        let step = 0
        const choose = (count: number) => (step++ >= begin ? count - 1 : 0)
        await tell((story) => [story.moved(), { ...other(story), crashAfter }], choose, expected)
      }
  },
)
