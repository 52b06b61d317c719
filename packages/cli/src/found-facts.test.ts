import type { CatalogEntry, ImageRecord } from "@darkroom/catalog-model"
import { decisionExample, imageExample } from "@darkroom/events"
import { expect, it } from "vitest"
import { shownPhoto } from "./photo-report.ts"
import { renderPhoto } from "./render-photo.ts"
import { renderTrace } from "./render-trace.ts"
import { doneParts, entryOf, taggingPart } from "./test-fixtures.ts"

const boundingBox = { left: 0, top: 0, width: 0.5, height: 0.5 }
const written = { time: "2026-12-21T00:00:00.000Z", eventId: "e" }
const { key } = decisionExample.disposition

function seen(): CatalogEntry {
  const failed = [{ feature: "text" as const, code: "AccessDenied", message: "Reading text is not allowed." }]
  const parts: Partial<ImageRecord>[] = [
    ...doneParts,
    { tagging: { ...taggingPart.tagging, failed } },
    { categorization: { ...written, ...decisionExample, tagged: "t", taggedAt: written.time } },
    { moved: { ...written, bucket: "photos", key, etag: imageExample.etag, category: "success" } },
    { archived: { ...written, key, storageClass: "GLACIER" } },
    { restored: { ...written, key, until: "2027-01-05T00:00:00.000Z" } },
  ]
  return {
    ...entryOf(parts),
    found: {
      faces: [
        {
          confidence: 99.1,
          boundingBox,
          landmarks: [],
          pose: null,
          quality: null,
          ageRange: { low: 25, high: 35 },
          emotions: [{ type: "HAPPY", confidence: 90 }],
          attributes: [
            { type: "Smile", value: "true", confidence: 90 },
            { type: "Beard", value: "false", confidence: 90 },
            { type: "Gender", value: "Female", confidence: 90 },
          ],
        },
      ],
      text: [
        { id: 0, parentId: null, type: "line", text: "Fresh\u001b bread", confidence: 88, boundingBox, polygon: [] },
        { id: 1, parentId: 0, type: "word", text: "Fresh", confidence: 88, boundingBox, polygon: [] },
      ],
      moderation: [{ name: "Wine", parent: "Alcohol", level: 2, confidence: 66 }],
      celebrities: [{ id: "1", name: "Ada Lovelace", confidence: 97, boundingBox: null, urls: ["example.org/ada"] }],
      colors: [{ hex: "#8b4513", name: "saddlebrown", simplified: "brown", share: 31.4 }],
    },
  }
}

it("shows what was found besides labels, what was decided and where the original is", () => {
  const lines = renderPhoto(shownPhoto(seen())).split("\n")
  const told = lines.map((line) => line.trim().replaceAll(/ +/g, " "))
  expect(told).toEqual(
    expect.arrayContaining([
      "faces 99 % 25 to 35 years, happy, Smile, Female",
      expect.stringMatching(/^text 88 % Fresh\P{Cc}* bread$/u),
      "moderation 66 % Wine Alcohol",
      "people 97 % Ada Lovelace example.org/ada",
      "colours 31 % #8b4513 saddlebrown",
      "missing text (AccessDenied): Reading text is not allowed.",
      "decision success (dogs, rule dog)",
      "Dog was seen at 97.4 %; 90 % are asked for.",
      `moved to ${key}`,
      "archive GLACIER since 2026-12-21T00:00:00.000Z, a restored copy until 2027-01-05T00:00:00.000Z",
    ]),
  )
})

it("ends a trace with what was decided, and where the original is", () => {
  expect(renderTrace(seen()).split("\n").slice(-3)).toEqual([
    "text could not be looked for: Reading text is not allowed.",
    "success: Dog was seen at 97.4 %; 90 % are asked for.",
    `now at ${key}`,
  ])
})
