import { archivedOf } from "@darkroom/catalog-model"
import sharp from "sharp"
import { afterAll, beforeAll, expect, it, vi } from "vitest"
import { type App, startApp } from "../../local/e2e/harness.ts"
import { type ManualClock, manualClock } from "../../local/src/index.ts"
import { restore } from "../src/commands/restore.ts"
import { sink } from "../src/test-fixtures.ts"
import { stageOf } from "./stage-of.ts"

const HOUR = 3_600_000

let app: App
let clock: ManualClock
beforeAll(async () => {
  clock = manualClock(Date.now())
  app = await startApp({ clock })
})
afterAll(() => app.close())

/** What the command says. */
async function restored(id: string): Promise<string> {
  const [stdout, stderr] = [sink(), sink()]
  const io = { stdout: stdout.stream, stderr: stderr.stream, open: () => stageOf(app), confirm: async () => undefined }
  await restore(id, { days: 2, tier: "Standard" }, io)
  return stdout.text()
}

it("brings an original back that its rules have sent to the archive, and says how it stands", async () => {
  // Lifecycle rules leave objects of less than 128 KB alone, and noise does not get small.
  const noise = { type: "gaussian" as const, mean: 128, sigma: 60 }
  const photo = sharp({ create: { width: 500, height: 500, channels: 3, background: "#808080", noise } })
  await app.put("images/old.jpg", await photo.jpeg({ quality: 95 }).toBuffer())
  const { record } = await app.entry("images/old.jpg", (entry) => entry.record.moved !== undefined)
  const id = record.imageId
  expect(await restored(id)).toContain("is not in the archive; it can be read at any time.")

  clock.advance(32 * 24 * HOUR)
  await vi.waitFor(async () => expect(archivedOf((await app.byId(id))!.record)).toMatchObject({ until: null }), 20_000)
  expect(await restored(id)).toContain("is being restored, which takes 3 to 5 hours. Then it can be read for 2 days.")
  expect(await restored(id)).toContain("is being restored already")

  clock.advance(5 * HOUR)
  await vi.waitFor(async () => expect(archivedOf((await app.byId(id))!.record)?.until).toBeTruthy(), 20_000)
  expect(await restored(id)).toContain("has been restored already; it can be read until")
})
