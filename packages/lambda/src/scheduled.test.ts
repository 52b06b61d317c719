import { ImageUploaded } from "@darkroom/events"
import { exampleEvent, testRuntime } from "@darkroom/testing"
import { expect, it } from "vitest"
import { scheduled } from "./scheduled.ts"

it("publishes what the work gives", async () => {
  const runtime = testRuntime("video")
  const event = exampleEvent(ImageUploaded)
  await scheduled(
    "sweep",
    async () => event,
    () => runtime,
  )()
  await scheduled(
    "sweep",
    async () => {},
    () => runtime,
  )()
  expect(runtime.published).toEqual([event])
})

it("says what failed, and fails", async () => {
  const runtime = testRuntime("video")
  const handler = scheduled(
    "sweep",
    () => Promise.reject(new Error("away")),
    () => runtime,
  )
  await expect(handler()).rejects.toThrow("away")
  expect(runtime.logs).toMatchObject([{ level: "warn", facts: { schedule: "sweep", error: { message: "away" } } }])
  expect(runtime.counted).toEqual(["Failed"])
})
