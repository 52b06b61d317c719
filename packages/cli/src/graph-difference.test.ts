import { EMPTY_GRAPH, type Graph } from "@darkroom/local"
import { expect, it } from "vitest"
import { graphDifference } from "./graph-difference.ts"

const named = (...ids: string[]) => ids.map((id) => ({ id, name: id, arn: id }))
const graph = (changes: object): Graph => ({ ...EMPTY_GRAPH, ...changes })

it("is empty for the same app", () => {
  expect(graphDifference(graph({ functions: named("A") }), graph({ functions: named("A") }))).toBe("")
})

it("is empty where resources and links come in another order, and not where one is there twice", () => {
  const links = { One: { name: "one" }, Two: { name: "two" } }
  const before = graph({ functions: named("A", "B"), queues: named("Q", "R"), links })
  const after = graph({
    functions: named("B", "A"),
    queues: named("R", "Q"),
    links: { Two: links.Two, One: links.One },
  })
  expect(graphDifference(before, after)).toBe("")
  expect(graphDifference(before, graph({ ...before, queues: named("Q", "R", "R") }))).not.toBe("")
})

it("names the functions that come, go and change, and counts the rest", () => {
  const before = graph({ functions: named("Old", "Failures"), queues: named("OldEvents") })
  const after = graph({
    functions: [...named("New"), { id: "Failures", timeout: 30 }],
    queues: named("NewEvents", "NewDeadLetters"),
    links: { NewEvents: { url: "q" } },
  })
  expect(graphDifference(before, after)).toBe(
    "added New and 3 other resources; removed Old and 1 other resource; changed Failures",
  )
})

it("tells of resources alone where no function is concerned", () => {
  expect(graphDifference(graph({}), graph({ queues: named("Work") }))).toBe("added 1 resource")
})
