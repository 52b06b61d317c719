import { imageExample } from "@darkroom/events"
import { expect, it } from "vitest"
import { renderTable } from "./render-table.ts"
import { displayWidth } from "./text.ts"
import {
  failedPart,
  lostFile,
  metadataPart,
  rejectedPart,
  thumbnailPart,
  uploadedPart,
  uploadRecord,
} from "./test-fixtures.ts"

const records = [
  uploadRecord("holiday/IMG_0042.jpg"),
  uploadRecord("invoice.jpg", [uploadedPart, rejectedPart]),
  uploadRecord("busy 🐕.jpg", [uploadedPart, metadataPart, thumbnailPart, failedPart("tagging")]),
  lostFile("missing.jpg"),
]

const lines = (text: string) => text.split("\n")

it("has a column a fact", () => {
  const text = renderTable(records)
  expect(lines(text)[1]).toMatch(/file.*id.*status.*size.*camera.*taken.*place.*found.*renditions.*time/)
  for (const fact of [
    "3024 x 4032",
    "2.5 MB",
    "Apple iPhone 15",
    "2026-07-14 18:02:11",
    "+02:00",
    "43.4674, 11.8851",
    "Dog 97 %",
    "192 x 256",
    "1.2 s",
  ]) {
    expect(text).toContain(fact)
  }
})

it("prints what went wrong under the table, and the counts", () => {
  const [, problems, summary] = renderTable(records).split("\n\n")
  expect(lines(problems ?? "")).toEqual([
    "invoice.jpg: It is a PDF document.",
    "busy 🐕.jpg: tagging gave up.",
    "missing.jpg does not exist.",
  ])
  expect(summary).toBe("1 processed, 1 rejected, 2 failed")
})

it.each([100, 120, 160, 220])("fits a terminal of %i columns and leaves ids in one piece", (width) => {
  const text = renderTable(records, { width })
  const [table = ""] = text.split("\n\n")
  expect(table).toContain("┌")
  expect(Math.max(...lines(table).map(displayWidth))).toBeLessThanOrEqual(width)
  expect(table).toContain(imageExample.id)
})

it("is a list a file on narrow terminals", () => {
  const text = renderTable(records, { width: 60 })
  expect(text).not.toContain("┌")
  expect(text).toContain(`  id          ${imageExample.id}`)
  expect(text).toContain("  taken       2026-07-14 18:02:11 +02:00")
  expect(text).toContain("  status      rejected, NotSupportedImageType")
  expect(Math.max(...lines(text).map(displayWidth))).toBeLessThanOrEqual(60)
})

it("says what the rules made of a photo, and how much was found besides labels", () => {
  const decision = {
    rules: "dogs",
    rule: "dog",
    category: "success",
    reason: "A dog.",
    disposition: { kind: "tag" },
  } as const
  const boundingBox = { left: 0, top: 0, width: 1, height: 1 }
  const text = (type: "line" | "word") => ({
    id: 0,
    parentId: null,
    type,
    text: "STOP",
    confidence: 99,
    boundingBox,
    polygon: [],
  })
  const sensitive = { name: "Alcohol", parent: null, level: 1, confidence: 91 }
  const [record] = records
  const found = { ...record!.found, text: [text("line"), text("word")], moderation: [sensitive] }
  const table = renderTable([{ ...record!, labels: [], labelsSkipped: null, decision, found }])
  for (const shown of ["success", "Alcohol 91 %", "1 line"]) expect(table).toContain(shown)
})

it("shows five labels that a person would believe", () => {
  const record = uploadRecord("a.jpg")
  const labels = [99, 98, 97, 96, 95, 94].map((confidence) => ({
    name: `L${confidence}`,
    confidence,
    parents: [],
    categories: [],
    instances: [],
  }))
  expect(renderTable([{ ...record, labels }])).not.toContain("L94")
  expect(renderTable([{ ...record, labels: labels.map((label) => ({ ...label, confidence: 54 })) }])).not.toContain(
    "L99",
  )
})

it("says where the offset is unknown, and shows no control characters", () => {
  const record = uploadRecord("evil\u001b[2J.jpg")
  const { metadata } = record
  const takenAt = {
    local: "2026-07-14T18:02:11",
    offset: null,
    source: "DateTimeOriginal",
    offsetSource: "unknown" as const,
  }
  const text = renderTable([{ ...record, metadata: metadata && { ...metadata, takenAt } }])
  expect(text).toContain("offset unknown")
  expect(text).not.toContain("\u001b")
})
