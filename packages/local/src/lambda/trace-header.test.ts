import { expect, it } from "vitest"
import { isLoop, traceOf, withoutLineage } from "./trace-header.ts"

const [one, other] = ["one", "other"].map((name) => `arn:aws:lambda:us-east-1:000000000000:function:${name}`) as [
  string,
  string,
]

/** The header after so many invocations, each caused by the one before. */
function after(invocations: number, functions = [one]): string {
  let header = ""
  for (let index = 0; index < invocations; index++)
    header = traceOf(0, header || undefined, functions[index % functions.length]).header
  return header
}

it("stays in the trace of what caused it", () => {
  const first = traceOf(0, undefined, one)
  const second = traceOf(0, first.header, other)
  expect([second.traceId, second.cause]).toEqual([first.traceId, first.span])
})

it("is a loop after 16 invocations of one function in a chain, also where others are between", () => {
  expect([isLoop(undefined, one), isLoop(after(15), one), isLoop(after(16), one)]).toEqual([false, false, true])
  expect([isLoop(after(31, [one, other]), one), isLoop(after(31, [one, other]), other)]).toEqual([true, false])
})

it("forgets the chain where Lambda follows none", () => {
  expect(isLoop(withoutLineage(after(16)), one)).toBe(false)
  expect(withoutLineage(after(16))).toMatch(/^Root=[^;]+;Parent=[^;]+;Sampled=1$/)
})
