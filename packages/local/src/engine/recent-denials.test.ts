import { expect, it } from "vitest"
import { manualClock } from "../clock.ts"
import { recentDenials } from "./recent-denials.ts"

const denial = (resource: string) => ({ functionId: "Thumbnail", action: "s3:PutObject", resource })

it("tells the refused calls since a time, the latest first", () => {
  const clock = manualClock(1_000)
  const denials = recentDenials(clock)
  denials.add(denial("a"))
  clock.advance(10)
  denials.add(denial("b"))
  clock.advance(10)
  denials.add(denial("c"))
  expect(denials.since(1_010)).toEqual([
    { time: 1_020, ...denial("c") },
    { time: 1_010, ...denial("b") },
  ])
})

it("forgets the first of more than a thousand", () => {
  const denials = recentDenials(manualClock(1_000))
  for (let index = 0; index < 1_005; index++) denials.add(denial(String(index)))
  const kept = denials.since(0)
  expect([kept.length, kept[0]?.resource, kept.at(-1)?.resource]).toEqual([1_000, "1004", "5"])
})
