import { expect, it } from "vitest"
import { globsMeet } from "./globs-meet.ts"

it.each([
  ["Incoming/*", "Incoming/*", true],
  ["Thumbnails/*", "Incoming/*", false],
  ["Incoming/a/*", "Incoming/*", true],
  ["*", "Incoming/*", true],
  ["Inc*", "Incoming/*", true],
  ["Incoming", "Incoming/*", false],
  ["private/*/resized/*", "private/*/uploads/*", false],
  ["private/*/uploads/*", "private/*/uploads/*", true],
  ["private/*", "private/*/uploads/*", true],
  ["private/shared/uploads/x.jpg", "private/*/uploads/*", true],
  ["private/shared/x.jpg", "private/*/uploads/*", false],
  ["*/resized/x", "private/*/uploads/*", false],
  ["*/*/uploads/*", "private/*/uploads/*", true],
  ["reports/*.csv", "reports/a*", true],
  ["reports/a-*.csv/x", "reports/*.json/x", false],
  ["reports/a.csv", "reports/a.csv", true],
])("%s and %s", (left, right, meet) => {
  expect([globsMeet(left, right), globsMeet(right, left)]).toEqual([meet, meet])
})
