import { afterAll, beforeAll, expect, it } from "vitest"
import { listReplays, replayEvents, type ReplayOptions } from "../../cli/src/commands/replay.ts"
import type { Plan } from "../../cli/src/replay/plan-replay.ts"
import { command, handledSince, latestLog } from "./commands.ts"
import { type App, fixedRecogniser, isDone, plainPhoto, startApp } from "./harness.ts"

/** Milliseconds; a busy machine takes its time. */
const PATIENCE = 90_000
const KEY = "private/ada/uploads/a.jpg"

let app: App
let recognitions = 0
let imageId: string
beforeAll(async () => {
  const detectLabels = async () => {
    recognitions++
    return []
  }
  app = await startApp({ recogniser: { ...fixedRecogniser(), detectLabels } })
  await app.put(KEY, await plainPhoto())
  imageId = (await app.entry(KEY, isDone, PATIENCE / 1000)).record.imageId
  await app.put("labels/b.jpg", await plainPhoto())
  await app.entry("labels/b.jpg", isDone, PATIENCE / 1000)
  await app.idle()
}, PATIENCE)
afterAll(() => app.close())

const idOf = (event: App["seen"][number]) => (event.detail as unknown as { metadata: { id: string } }).metadata.id

async function replay(options: Partial<ReplayOptions> & { name: string }) {
  const { code, json } = await command(app, replayEvents, { wait: true, yes: true, json: true, ...options })
  return { code, plan: json as Plan & { sent: number; state: string } }
}

/** What the replay does, and what functions then handle: of what was there before, and of what follows. */
async function observed(options: Partial<ReplayOptions> & { name: string }) {
  const { plan } = await replay({ ...options, dryRun: true })
  const [before, log] = [app.seen.slice(), latestLog(app)]
  const { code, plan: ran } = await replay(options)
  await app.idle()
  const handled = handledSince(app, log)
  const known = new Map(before.map((event) => [idOf(event), event["detail-type"]]))
  const again = handled.flatMap(({ functionId, eventId }) => {
    const type = known.get(eventId)
    return type === undefined ? [] : [`${functionId} ${type}`]
  })
  const planned = plan.deliveries.flatMap(({ subscriber, byType }) =>
    Object.entries(byType).flatMap(([type, count]) => Array.from({ length: count }, () => `${subscriber} ${type}`)),
  )
  const emitted = app.seen
    .slice(before.length)
    .filter((event) => !("replay-name" in event))
    .map((event) => event["detail-type"])
  return { code, plan, ran, handled, again, planned, emitted }
}

it("has one service alone handle a photo's event once more, as the dry run says", async () => {
  const asked = recognitions
  const { code, plan, again, planned, emitted } = await observed({
    name: "one",
    photo: KEY,
    service: ["thumbnail"],
  })
  expect(code).toBe(0)
  expect(again).toEqual(["Thumbnail MetadataExtracted"])
  expect(planned).toEqual(again)
  expect(plan.follows).toMatchObject({ ThumbnailGenerated: 1 })
  // The catalog says so once more, as the photo is complete at once.
  expect(emitted).toEqual(["ThumbnailGenerated", "ImageProcessed"])
  expect(recognitions).toBe(asked)
})

it("handles nothing twice under the same name", async () => {
  const log = latestLog(app)
  const { plan } = await replay({ name: "one", photo: KEY, service: ["thumbnail"] })
  await app.idle()
  expect([plan.sent, handledSince(app, log)]).toEqual([1, []])
})

it("replays a time to one service through EventBridge, and no other function runs", async () => {
  const { code, plan, ran, handled, again, planned, emitted } = await observed({
    name: "all-of-it",
    from: Date.now() - 600_000,
    service: ["catalog"],
  })
  expect([code, ran.state]).toEqual([0, "completed"])
  expect(plan.events).toBeGreaterThan(10)
  expect(again.toSorted()).toEqual(planned.toSorted())
  expect(new Set(handled.map(({ functionId }) => functionId))).toEqual(new Set(["Catalog"]))
  expect(emitted).toEqual([])
  const listed = await command(app, listReplays, { json: true })
  expect(listed.json).toMatchObject([{ name: "all-of-it", state: "completed" }])
})

it("does all of a photo once more from its upload on, pays for it once more as it said, and tells nobody", async () => {
  const asked = recognitions
  const { plan, again, planned } = await observed({ name: "upload", photo: imageId, event: ["ImageUploaded"] })
  expect(again.toSorted()).toEqual(planned.toSorted())
  expect(plan.muted).toMatchObject([{ service: "notification", events: 1 }])
  expect(plan.cost.calls.DetectLabels).toBe(1)
  expect(recognitions - asked).toBe(1)
})

it("refuses what would have consequences twice, and says which event causes which", async () => {
  const log = latestLog(app)
  const both = { name: "both", photo: KEY, event: ["ImageUploaded", "MetadataExtracted"] }
  await expect(replay(both)).rejects.toThrow(
    /ImageUploaded has metadata bring about another MetadataExtracted, so tagging and thumbnail would handle it twice/,
  )
  await expect(replay({ name: "everything", from: Date.now() - 600_000 })).rejects.toMatchObject({
    name: "WouldCascade",
  })
  await app.idle()
  expect(handledSince(app, log)).toEqual([])
})
