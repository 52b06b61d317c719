import { expect, it } from "vitest"
import { fakes, HOUR, openTab, photo, settle, summary } from "./testing-uploads.ts"

async function withTab() {
  const world = fakes()
  world.server.automatic = false
  const tab = openTab(world)
  await settle()
  return { ...world, world, tab }
}

it("goes on after a reload with the forms that are still valid", async () => {
  const { world, tab, server } = await withTab()
  tab.add(["a.jpg", "b.jpg", "c.jpg", "d.jpg", "e.jpg"].map((name) => photo(name)))
  await settle()
  tab.close()
  server.automatic = true
  const next = openTab(world)
  await settle()
  expect(next.snapshot().totals).toMatchObject({ files: 5, uploaded: 5 })
  expect(next.items().map(({ name }) => name)).toEqual(["a.jpg", "b.jpg", "c.jpg", "d.jpg", "e.jpg"])
  expect(server.signed.flat()).toHaveLength(5)
})

it("keeps what is paused paused, and what failed to be tried again", async () => {
  const { world, tab, server } = await withTab()
  server.answer = ({ clientId, name }) =>
    name === "b.jpg" ? { clientId, error: { code: "Conflict", message: "Not now." } } : undefined
  tab.add([photo("a.jpg"), photo("b.jpg")])
  await settle()
  tab.pause()
  await settle()
  tab.close()
  server.answer = undefined
  server.automatic = true
  const next = openTab(world)
  await settle()
  expect(next.states()).toEqual({ "a.jpg": "paused", "b.jpg": "failed" })
  next.resume()
  next.retry()
  await settle()
  expect(next.states()).toEqual({ "a.jpg": "uploaded", "b.jpg": "uploaded" })
})

it("goes on watching what had arrived before the reload, and forgets it then", async () => {
  const { world, tab, server, clock, browser } = await withTab()
  server.automatic = true
  tab.add([photo("a.jpg")])
  await settle()
  tab.close()
  const next = openTab(world)
  await settle()
  expect(next.states()).toEqual({ "a.jpg": "uploaded" })
  expect(browser.files.size).toBe(0)
  server.photos = [summary("p1", "upload-1")]
  await clock.advance(5000)
  expect(next.states()).toEqual({ "a.jpg": "done" })
  expect(browser.items.size).toBe(0)
})

it("shows a duplicate that is linked to its photo until the reload, and forgets it then", async () => {
  const { world, tab, server, browser } = await withTab()
  server.answer = ({ clientId }) => ({ clientId, duplicateOf: "p7" })
  tab.add([photo("a.jpg")])
  tab.add([photo("b.jpg")], { albumId: "album-1" })
  await settle()
  expect(tab.states()).toEqual({ "a.jpg": "duplicate", "b.jpg": "duplicate" })
  expect([browser.items.size, browser.files.size]).toEqual([0, 0])
  tab.close()
  const next = openTab(world)
  await settle()
  expect([next.states(), server.albums]).toEqual([{}, ["album-1/p7"]])
})

it("uploads a file for which the browser has no room, but says after a reload that it is gone", async () => {
  const { world, tab, browser } = await withTab()
  browser.fill(true)
  tab.add([photo("a.jpg")])
  await settle()
  expect(tab.named("a.jpg")).toMatchObject({ state: "uploading", kept: "memory" })
  tab.close()
  const next = openTab(world)
  await settle()
  expect(next.named("a.jpg")).toMatchObject({ state: "failed", error: { code: "FileGone", retryable: false } })
})

it("works in one tab, and shows it in the others", async () => {
  const { world, tab, server } = await withTab()
  const other = openTab(world)
  await settle()
  tab.add([photo("a.jpg")])
  await settle()
  expect(other.states()).toEqual({ "a.jpg": "uploading" })
  expect([tab.snapshot().working, other.snapshot().working]).toEqual(["here", "elsewhere"])
  expect(server.posting.size).toBe(1)
})

it("does in the working tab what another one is told", async () => {
  const { world, tab, server } = await withTab()
  const other = openTab(world)
  await settle()
  other.add([photo("a.jpg"), photo("b.jpg")])
  await settle()
  expect(tab.states()).toEqual({ "a.jpg": "uploading", "b.jpg": "uploading" })
  other.cancel([other.idOf("a.jpg")])
  other.pause([other.idOf("b.jpg")])
  await settle()
  expect(other.states()).toEqual({ "a.jpg": "cancelled", "b.jpg": "paused" })
  expect(tab.states()).toEqual(other.states())
  expect(server.signed.flat()).toHaveLength(2)
})

it("goes on in another tab when the working one is closed", async () => {
  const { world, tab, server } = await withTab()
  const other = openTab(world)
  await settle()
  tab.add([photo("a.jpg")])
  other.add([photo("b.jpg")])
  await settle()
  server.automatic = true
  tab.close()
  await settle()
  expect(other.snapshot().working).toBe("here")
  expect(other.states()).toEqual({ "a.jpg": "uploaded", "b.jpg": "uploaded" })
})

it("loses no file that is given to a tab while the working one goes away", async () => {
  const { world, tab, server } = await withTab()
  server.automatic = true
  const [second, third] = [openTab(world), openTab(world)]
  await settle()
  tab.close()
  third.add([photo("a.jpg")])
  await settle()
  expect(second.states()).toEqual({ "a.jpg": "uploaded" })
  expect(third.states()).toEqual({ "a.jpg": "uploaded" })
  expect(server.arrived).toEqual(["a.jpg"])
})

it("looks at the time, not at timers, when a laptop has slept over a limit", async () => {
  const { tab, server, clock } = await withTab()
  const details = { limit: "photosPerDay", resetsAt: new Date(clock.now() + 3 * HOUR).toISOString() }
  server.answer = ({ clientId }) => ({ clientId, error: { code: "LimitReached", message: "Enough.", details } })
  tab.add([photo("a.jpg")])
  await settle()
  server.answer = undefined
  server.automatic = true
  await clock.advance(3 * HOUR + 60_000)
  expect(tab.states()).toEqual({ "a.jpg": "uploaded" })
})
