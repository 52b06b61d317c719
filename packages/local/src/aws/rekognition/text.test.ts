import { DetectTextCommand, type DetectTextFilters } from "@aws-sdk/client-rekognition"
import type { SeenText } from "@darkroom/vision"
import { expect, it } from "vitest"
import { image, startRekognition } from "./testing.ts"

function seen(id: number, text: string, left: number, more: Partial<SeenText> = {}): SeenText {
  const boundingBox = { left, top: 0.1, width: 0.2, height: 0.1 }
  const polygon = [{ x: left, y: 0.1 }]
  return { id, type: "WORD", text, confidence: 95, boundingBox, polygon, ...more }
}

/** SALE TODAY in one line, EXIT in another; TODAY is faint and EXIT small. */
const sign: SeenText[] = [
  seen(0, "SALE TODAY", 0.1, { type: "LINE" }),
  seen(1, "EXIT", 0.7, { type: "LINE" }),
  seen(2, "SALE", 0.1, { parentId: 0 }),
  seen(3, "TODAY", 0.4, { parentId: 0, confidence: 70 }),
  seen(4, "EXIT", 0.7, { parentId: 1, boundingBox: { left: 0.7, top: 0.1, width: 0.05, height: 0.02 } }),
]

async function start(text: readonly SeenText[] = sign) {
  const { client } = await startRekognition({ detectText: async () => text })
  const detect = (Filters?: DetectTextFilters) =>
    client.send(new DetectTextCommand({ Image: { Bytes: image }, ...(Filters ? { Filters } : {}) }))
  const texts = async (Filters?: DetectTextFilters) =>
    (await detect(Filters)).TextDetections?.map(({ Type, DetectedText }) => `${Type} ${DetectedText}`)
  return { detect, texts }
}

it("answers lines and then their words in AWS's shape", async () => {
  const { detect } = await start()
  const { TextDetections, TextModelVersion } = await detect({ WordFilter: { MinConfidence: 0 } })
  expect(TextModelVersion).toBe("3.0")
  expect(TextDetections?.map(({ Type, Id, ParentId, DetectedText }) => [Type, Id, ParentId, DetectedText])).toEqual([
    ["LINE", 0, undefined, "SALE TODAY"],
    ["LINE", 1, undefined, "EXIT"],
    ["WORD", 2, 0, "SALE"],
    ["WORD", 3, 0, "TODAY"],
    ["WORD", 4, 1, "EXIT"],
  ])
  expect(TextDetections?.[0]).not.toHaveProperty("ParentId")
  expect(TextDetections?.[2]).toMatchObject({
    Confidence: 95,
    Geometry: { BoundingBox: { Left: 0.1, Top: 0.1, Width: 0.2, Height: 0.1 }, Polygon: [{ X: 0.1, Y: 0.1 }] },
  })
})

const region = (Left: number, Top: number, Width: number, Height: number) => ({
  BoundingBox: { Left, Top, Width, Height },
})
const all = { MinConfidence: 0 }

it.each<[string, DetectTextFilters | undefined, string[]]>([
  ["words of 80 % where nothing is said", undefined, ["LINE SALE", "LINE EXIT", "WORD SALE", "WORD EXIT"]],
  ["the confidence asked for", { WordFilter: { MinConfidence: 96 } }, []],
  ["a height", { WordFilter: { MinBoundingBoxHeight: 0.1 } }, ["LINE SALE", "WORD SALE"]],
  ["a width", { WordFilter: { MinBoundingBoxWidth: 0.2 } }, ["LINE SALE", "WORD SALE"]],
  ["more than half inside a region", { RegionsOfInterest: [region(0, 0, 0.21, 1)] }, ["LINE SALE", "WORD SALE"]],
  ["not less than half of it", { RegionsOfInterest: [region(0, 0, 0.19, 1)] }, []],
  [
    "any of the regions",
    { WordFilter: all, RegionsOfInterest: [region(0.6, 0, 0.4, 1), region(0.35, 0, 0.25, 1)] },
    ["LINE TODAY", "LINE EXIT", "WORD TODAY", "WORD EXIT"],
  ],
  [
    "a polygon",
    {
      RegionsOfInterest: [
        {
          Polygon: [
            { X: 0.6, Y: 0 },
            { X: 1, Y: 0 },
            { X: 1, Y: 0.5 },
          ],
        },
      ],
    },
    ["LINE EXIT", "WORD EXIT"],
  ],
])("keeps to %s", async (_, filters, expected) => {
  const { texts } = await start()
  expect(await texts(filters)).toEqual(expected)
})

it("numbers what is left anew", async () => {
  const { detect } = await start()
  const { TextDetections } = await detect({ RegionsOfInterest: [region(0.6, 0, 0.4, 1)] })
  expect(TextDetections?.map(({ Id, ParentId }) => [Id, ParentId])).toEqual([
    [0, undefined],
    [1, 0],
  ])
})

it("answers a hundred words at the most", async () => {
  const words = Array.from({ length: 130 }, (_, index) => seen(index + 1, `w${index}`, 0.1, { parentId: 0 }))
  const { detect } = await start([seen(0, "long", 0.1, { type: "LINE" }), ...words])
  expect((await detect()).TextDetections).toHaveLength(101)
})

it.each<[DetectTextFilters, string]>([
  [{ WordFilter: { MinConfidence: 101 } }, "ValidationException"],
  [{ WordFilter: { MinBoundingBoxWidth: 1.1 } }, "ValidationException"],
  [{ RegionsOfInterest: Array.from({ length: 11 }, () => region(0, 0, 1, 1)) }, "ValidationException"],
  [{ RegionsOfInterest: [{}] }, "InvalidParameterException"],
  [{ RegionsOfInterest: [{ Polygon: [{ X: 0, Y: 0 }] }] }, "InvalidParameterException"],
])("refuses %j", async (filters, name) => {
  const { detect } = await start()
  await expect(detect(filters)).rejects.toMatchObject({ name })
})
