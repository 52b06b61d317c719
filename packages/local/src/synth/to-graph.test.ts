import { expect, it } from "vitest"
import { toGraph } from "./to-graph.ts"

const app = { name: "app", stage: "test" }

it("reads a mapping's filter criteria as patterns, and none where it has none", () => {
  const pattern = { body: { kind: ["tag"] } }
  const mapping = (name: string, more: object) => ({
    type: "aws:lambda/eventSourceMapping:EventSourceMapping",
    name,
    inputs: {},
    state: { eventSourceArn: "queue", functionName: "function", ...more },
  })
  const resources = [
    mapping("Filtered", { filterCriteria: { filters: [{ pattern: JSON.stringify(pattern) }] } }),
    mapping("Plain", {}),
  ]
  const { mappings } = toGraph({ app, resources, builds: [] })
  expect(mappings).toMatchObject([{ id: "Filtered", filters: [pattern] }, { id: "Plain" }])
  expect(mappings[1]).not.toHaveProperty("filters")
})
