import { expect, it } from "vitest"
import { all, any, not, outcome, type Truth } from "./outcome.ts"

const T = true
const F = false
const U = "unknown" as const

it.each<[Truth, Truth, Truth, Truth]>([
  [T, T, T, T],
  [T, F, F, T],
  [T, U, U, T],
  [F, T, F, T],
  [F, F, F, F],
  [F, U, F, U],
  [U, T, U, T],
  [U, F, F, U],
  [U, U, U, U],
])("%s, %s: all %s, any %s", (a, b, both, either) => {
  const outcomes = [outcome(a, "a"), outcome(b, "b")]
  expect([all(outcomes).value, any(outcomes).value]).toEqual([both, either])
})

it("turns true and false around, and unknown not", () => {
  expect(([T, F, U] as Truth[]).map((value) => not(outcome(value)).value)).toEqual([F, T, U])
})

it("tells what decided, and nothing else", () => {
  const mixed = [outcome(U, "u"), outcome(F, "f"), outcome(T, "t")]
  expect([all(mixed).because, any(mixed).because]).toEqual([["f"], ["t"]])
  expect(all([outcome(T, "t"), outcome(U, "u"), outcome(U, "u")]).because).toEqual(["u"])
})
