import { expect, it } from "vitest"
import { openStore } from "../store.ts"
import { hops, type Hops } from "./hops.ts"

/** A photo goes through the functions `a` to `d`: `b` and `c` follow `a`, `d` follows `c`. */
function photo(seen: Hops, name: string, ...missing: string[]): void {
  seen.began("a", `${name}a`, "upload")
  for (const [functionArn, cause] of [
    ["b", "a"],
    ["c", "a"],
    ["d", "c"],
  ] as const)
    if (!missing.includes(functionArn)) seen.began(functionArn, `${name}${functionArn}`, `${name}${cause}`)
}

it("knows nothing before it has seen an invocation", () => {
  expect(hops(openStore()).after("a")).toEqual([])
})

it("names the functions that follow one, directly or through others, the nearest first", () => {
  const seen = hops(openStore())
  photo(seen, "1")
  expect(seen.after("a")).toEqual(["b", "c", "d"])
  expect(seen.after("c")).toEqual(["d"])
  expect(seen.after("d")).toEqual([])
})

it("leaves out a function that follows less than half of the time", () => {
  const seen = hops(openStore())
  for (const name of ["1", "2", "3"]) photo(seen, name)
  for (const name of ["4", "5", "6", "7"]) photo(seen, name, "b")
  expect(seen.after("a")).toEqual(["c", "d"])
})

it("counts a follower once for each invocation", () => {
  const seen = hops(openStore())
  photo(seen, "1")
  for (let time = 0; time < 5; time++) seen.began("b", `again${time}`, "1a")
  for (const name of ["2", "3", "4"]) photo(seen, name, "b")
  expect(seen.after("a")).toEqual(["c", "d"])
})

it("forgets old habits", () => {
  const seen = hops(openStore())
  for (let time = 0; time < 200; time++) photo(seen, `old${time}`)
  for (let time = 0; time < 100; time++) photo(seen, `new${time}`, "b")
  expect(seen.after("a")).toEqual(["c", "d"])
})

it("ends where functions follow each other in a circle", () => {
  const seen = hops(openStore())
  seen.began("a", "1", undefined)
  seen.began("b", "2", "1")
  seen.began("a", "3", "2")
  expect(seen.after("a")).toEqual(["b"])
})

it("knows after a restart what it knew before", () => {
  const store = openStore()
  const before = hops(store)
  photo(before, "1")
  before.save()
  expect(hops(store).after("a")).toEqual(["b", "c", "d"])
})
