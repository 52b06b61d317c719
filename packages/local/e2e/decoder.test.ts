import { ProcessingFailed } from "@darkroom/events"
import { expect, it, vi } from "vitest"
import { appGraph, attempts, startForTest } from "./harness.ts"

/** The beginning of an MP4, which is all that is looked at before it is decoded. */
const film = Buffer.from("\0\0\0\x18ftypmp42\0\0\0\0mp42isom", "latin1")

it("a crafted video that takes over the function that decodes it reaches that video and nothing else", async () => {
  const graph = await appGraph((changed) => {
    attempts(changed, "Video", 1)
    const decoder = changed.functions.find(({ id }) => id === "VideoLookHandler")!
    decoder.handler = "packages/local/e2e/taken-over-decoder.handler"
  })
  const app = await startForTest({ graph })
  const tried = async (count: number) => {
    const failures = () => app.seen.filter((event) => event["detail-type"] === "ProcessingFailed")
    await vi.waitFor(() => expect(failures()).toHaveLength(count), { timeout: 60_000 })
    const { error } = ProcessingFailed.parse(failures().at(-1)).data
    return JSON.parse(error.message) as Record<string, string>
  }
  await app.put("private/bob/uploads/film.mp4", film)
  await tried(1)
  await app.put("private/ada/uploads/film.mp4", film)
  const { ownByUrl, calls, ...others } = await tried(2)
  expect(ownByUrl).toBe("206")
  expect(others).toEqual({
    othersByUrl: "403",
    listByUrl: "403",
    writeByUrl: "403",
    own: "AccessDenied",
    others: "AccessDenied",
    list: "AccessDenied",
    write: "AccessDenied",
    event: "AccessDeniedException",
  })
  // The process in which bob's video was decoded is not there for ada's.
  expect(calls).toBe("1")
})
