import { expect, it, onTestFinished, vi } from "vitest"
import { extracted, imageOf, recogniser } from "./recogniser.fixture.ts"
import { tagImage } from "./tag-image.ts"

it("is told as of the time at which Rekognition has answered, not of that at which it was asked", async () => {
  vi.useFakeTimers({ toFake: ["Date"] })
  onTestFinished(() => void vi.useRealTimers())
  const { deps } = recogniser()
  const answered = new Date("2026-11-21T09:30:03Z")
  const slow: typeof deps.rekognition.detectLabels = (input) => {
    vi.setSystemTime(answered)
    return deps.rekognition.detectLabels(input)
  }
  vi.setSystemTime(new Date("2026-11-21T09:30:00Z"))
  const rekognition = { ...deps.rekognition, detectLabels: slow }
  const { metadata } = (await tagImage(extracted(imageOf("products", "products/a.jpg")), { ...deps, rekognition }))!
  expect(metadata.time).toBe(answered.toISOString())
})
