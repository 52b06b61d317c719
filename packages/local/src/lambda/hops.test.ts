import { expect, it } from "vitest"
import { openStore } from "../store.ts"
import { hops, type Hops } from "./hops.ts"

/** A photo goes through the functions `a` to `d`: `b` and `c` follow `a`, `d` follows `c`. Gives what mostly follows `a`. */
function photo(seen: Hops, name: string, ...missing: string[]): string[] {
  const after = seen.began("a", `${name}a`, "upload")
  for (const [functionArn, cause] of [
    ["b", "a"],
    ["c", "a"],
    ["d", "c"],
  ] as const)
    if (!missing.includes(functionArn)) seen.began(functionArn, `${name}${functionArn}`, `${name}${cause}`)
  return after
}

it("knows nothing before it has seen an invocation", () => {
  expect(photo(hops(openStore()), "1")).toEqual([])
})

it("names the functions that follow one, directly or through others, the nearest first", () => {
  const seen = hops(openStore())
  photo(seen, "1")
  expect(photo(seen, "2")).toEqual(["b", "c", "d"])
})

it("leaves out a function that follows less than half of the time", () => {
  const seen = hops(openStore())
  for (const name of ["1", "2", "3"]) photo(seen, name)
  for (const name of ["4", "5", "6", "7"]) photo(seen, name, "b")
  expect(photo(seen, "8")).toEqual(["c", "d"])
})

it("counts a follower once for each invocation", () => {
  const seen = hops(openStore())
  photo(seen, "1")
  for (let time = 0; time < 5; time++) seen.began("b", `again${time}`, "1a")
  for (const name of ["2", "3", "4"]) photo(seen, name, "b")
  expect(photo(seen, "5")).toEqual(["c", "d"])
})

it("tells what follows a function by what led to it", () => {
  const seen = hops(openStore())
  for (const name of ["1", "2", "3"]) {
    photo(seen, name)
    // The last one leads to the first one again, which nothing follows then.
    expect(seen.began("a", `${name}end`, `${name}d`)).toEqual([])
  }
  expect(photo(seen, "4")).toEqual(["b", "c", "d"])
})

it("forgets old habits", () => {
  const seen = hops(openStore())
  for (let time = 0; time < 200; time++) photo(seen, `old${time}`)
  for (let time = 0; time < 100; time++) photo(seen, `new${time}`, "b")
  expect(photo(seen, "last")).toEqual(["c", "d"])
})

it("ends where functions follow each other in a circle", () => {
  const seen = hops(openStore())
  const turn = (name: string) => {
    const after = seen.began("a", `${name}1`, undefined)
    seen.began("b", `${name}2`, `${name}1`)
    seen.began("a", `${name}3`, `${name}2`)
    seen.began("b", `${name}4`, `${name}3`)
    return after
  }
  turn("x")
  expect(turn("y")).toEqual(["b"])
})

it("knows after a restart what it knew before", () => {
  const store = openStore()
  const before = hops(store)
  photo(before, "1")
  before.save()
  expect(photo(hops(store), "2")).toEqual(["b", "c", "d"])
})
