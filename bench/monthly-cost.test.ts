import { readFileSync } from "node:fs"
import { expect, it } from "vitest"
import { monthlyPrices } from "./backfill/aws-figures.ts"
import { withTables } from "./backfill/tables.ts"
import { costMarks, costPage, costTables, darkroomCost, totalOf, workflowCost } from "./monthly-cost.ts"

it("stands in docs/deploy.md as the figures have it (node bench/monthly-cost.ts writes it)", () => {
  const page = readFileSync(costPage, "utf8")
  expect(page).toBe(withTables(page, costTables(), costMarks))
})

it("charges Rekognition and S3 alike in both, and the workflow by its transitions", () => {
  const [own, standard, express] = [
    darkroomCost(1_000_000),
    workflowCost(1_000_000, "standard"),
    workflowCost(1_000_000, "express"),
  ]
  for (const { rekognition, s3 } of [standard, express]) expect([rekognition, s3]).toEqual([own.rekognition, own.s3])
  expect(standard.messaging).toBe(12 * monthlyPrices.transition.value)
  expect(express.messaging).toBeCloseTo(1 + 1_000_000 * 2 * (64 / 1_024) * 0.00001667)
})

it("costs by the photo what it costs, and a fixed part that few photos have to bear", () => {
  const [few, many] = [darkroomCost(1_000), darkroomCost(100_000)]
  expect(few.fixed).toBe(many.fixed)
  expect(many.lambda).toBeCloseTo(100 * few.lambda)
  expect(totalOf(few)).toBeGreaterThan(few.fixed)
})
