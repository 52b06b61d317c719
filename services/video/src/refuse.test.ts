import { VideoUploaded } from "@darkroom/events"
import { exampleEvent } from "@darkroom/testing"
import { expect, it } from "vitest"
import { refuse } from "./refuse.ts"

it("rejects a video where videos are turned off, once however often it is asked", async () => {
  const event = exampleEvent(VideoUploaded)
  const [first, second] = [await refuse(event), await refuse(event)]
  expect(first.data).toEqual({
    video: event.data.video,
    reason: "NotSupportedVideoType",
    message: "MVI_0007.mov is a video, and only photos are taken in here.",
  })
  expect(second.metadata.id).toBe(first.metadata.id)
})
