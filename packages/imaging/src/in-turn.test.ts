import { expect, it } from "vitest"
import { inTurn } from "./in-turn.ts"

it("runs one after the other, and goes on after a failure", async () => {
  const log: string[] = []
  const work = (name: string) => async () => {
    log.push(`${name} begins`)
    await Promise.resolve()
    log.push(`${name} ends`)
    if (name === "b") throw new Error("b failed")
    return name
  }
  const [a, b, c] = await Promise.allSettled(["a", "b", "c"].map((name) => inTurn(work(name))))
  expect(log).toEqual(["a begins", "a ends", "b begins", "b ends", "c begins", "c ends"])
  expect([a?.status, b?.status, c?.status]).toEqual(["fulfilled", "rejected", "fulfilled"])
})
