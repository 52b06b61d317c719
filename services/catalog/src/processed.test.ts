import { type ImageRecord, packLabelNames } from "@darkroom/catalog-model"
import { imageExample, ThumbnailGenerated } from "@darkroom/events"
import { exampleEvent } from "@darkroom/testing"
import { expect, it } from "vitest"
import { processedWith } from "./processed.ts"

const written = { time: "2026-11-21T09:30:00.000Z", eventId: "e" }
const label = (name: string, confidence: number) => ({ name, confidence })

it("names the surest labels of the record, at 70 % or more and five at the most, with no look at their items", () => {
  const labels = [label("Low", 69.9), ...["A", "B", "C", "D", "E", "F"].map((name, index) => label(name, 99 - index))]
  const record = {
    imageId: imageExample.id,
    image: imageExample,
    metadata: written,
    tagging: { ...written, names: packLabelNames(labels) },
    thumbnail: written,
  } as unknown as ImageRecord
  expect(processedWith(exampleEvent(ThumbnailGenerated), record)?.data.labels).toEqual(["A", "B", "C", "D", "E"])
})
