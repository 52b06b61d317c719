import { readFileSync } from "node:fs"
import { expect, it } from "vitest"
import { simulate, simulationMarks, simulationPage, simulationTables } from "./backfill-simulation.ts"
import { withTables } from "./backfill/tables.ts"

it("stands in docs/backfill.md as the figures have it (node bench/backfill-simulation.ts writes it)", () => {
  const page = readFileSync(simulationPage, "utf8")
  expect(page).toBe(withTables(page, simulationTables(), simulationMarks))
})

it("is limited by what lets the fewest through, and costs more for longer where prices fall by month", () => {
  const slow = simulate({ name: "slow", recognition: 5, taggingLane: 100 })
  const fast = simulate({ name: "fast", recognition: 50, taggingLane: 100 })
  expect([slow.bottleneck, slow.photosPerSecond]).toEqual(["Rekognition TPS", 5])
  expect(slow.days).toBeCloseTo(231.5, 1)
  expect(fast.days).toBeCloseTo(23.1, 1)
  expect(slow.cost.rekognition).toBeGreaterThan(fast.cost.rekognition)
  expect(simulate({ name: "lane", recognition: 50, taggingLane: 7 }).photosPerSecond).toBeCloseTo(10)
})

it("refuses a page without a place for it", () => {
  expect(() => withTables("# A page", "", simulationMarks)).toThrow("The page lacks")
})
