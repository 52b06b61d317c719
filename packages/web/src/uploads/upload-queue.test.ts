import { GalleryError } from "@darkroom/gallery-api/client"
import { expect, it, vi } from "vitest"
import { ConnectionLost } from "./connection-lost.ts"
import { s3Failure } from "./s3-failure.ts"
import { fakes, HOUR, photo, settle, sha256, START, summary, workingTab } from "./testing-uploads.ts"
import { stateText } from "./texts.ts"

const names = (count: number) => Array.from({ length: count }, (_, index) => `photo-${index}.jpg`)
const limit = (resetsAt: number, name = "photosPerDay") => ({
  code: "LimitReached" as const,
  message: "You have uploaded 500 photos today.",
  details: { limit: name, resetsAt: new Date(resetsAt).toISOString() },
})

it("uploads what is chosen, and the photos leave the list when they are processed", async () => {
  const { tab, server, clock } = await workingTab()
  tab.add([photo("a.jpg")], { albumId: "album-1" })
  await settle()
  expect(tab.states()).toEqual({ "a.jpg": "uploaded" })
  expect(server.signed[0]?.[0]).toMatchObject({ name: "a.jpg", size: 5, contentType: "image/jpeg", albumId: "album-1" })
  expect(server.signed[0]?.[0]?.sha256).toBe(await sha256(photo("a.jpg")))
  server.photos = [summary("p1", "upload-1", "processing")]
  await clock.advance(5000)
  expect(tab.named("a.jpg")).toMatchObject({ state: "uploaded", photoId: "p1" })
  server.photos = [summary("p1", "upload-1")]
  await clock.advance(2000)
  tab.check()
  await settle()
  expect(tab.named("a.jpg")).toMatchObject({ state: "done", photoId: "p1" })
})

it("does not look for photos all the time, however often it is told to", async () => {
  const world = fakes()
  const listPhotos = vi.fn(world.server.client.listPhotos)
  const { tab, clock } = await workingTab(world, { client: { ...world.server.client, listPhotos } })
  tab.add([photo("a.jpg")])
  await settle()
  for (let tick = 0; tick < 39; tick++) {
    tab.check()
    await clock.advance(100)
  }
  expect(listPhotos).toHaveBeenCalledTimes(2)
})

it("uploads four at once, and no more", async () => {
  const { tab, server } = await workingTab()
  server.automatic = false
  tab.add(names(12).map((name) => photo(name)))
  await settle()
  expect([...server.posting.keys()]).toEqual(names(4))
  server.posting.get("photo-1.jpg")?.end()
  await settle()
  expect([...server.posting.keys()]).toEqual(["photo-0.jpg", "photo-2.jpg", "photo-3.jpg", "photo-4.jpg"])
})

it("signs at most twenty at once, and every file once", async () => {
  const { tab, server, network } = await workingTab()
  network.turn(false)
  tab.add(names(95).map((name) => photo(name)))
  for (let turn = 0; turn < 40; turn++) await settle()
  network.turn(true)
  for (let turn = 0; turn < 40; turn++) await settle()
  expect(tab.snapshot().totals).toMatchObject({ files: 95, uploaded: 95, active: 0 })
  expect(Math.max(...server.signed.map((files) => files.length))).toBe(20)
  expect(server.signed.flat()).toHaveLength(95)
})

it("finds one checksum at a time", async () => {
  let now = 0
  let most = 0
  const hash = async (file: Blob) => {
    most = Math.max(most, ++now)
    await new Promise((resolve) => setImmediate(resolve))
    now--
    return sha256(file)
  }
  const { tab } = await workingTab(undefined, { hash })
  tab.add(names(5).map((name) => photo(name)))
  for (let turn = 0; turn < 5; turn++) await settle()
  expect(tab.snapshot().totals.uploaded).toBe(5)
  expect(most).toBe(1)
})

it("tells how far it is, how fast, and how long it takes", async () => {
  const { tab, server, clock } = await workingTab()
  server.automatic = false
  tab.add([photo("a.jpg", "x".repeat(1000))])
  await settle()
  server.posting.get("a.jpg")?.progress(100)
  await clock.advance(1000)
  server.posting.get("a.jpg")?.progress(300)
  await clock.advance(1150)
  const speed = 300 / 2.15
  expect(tab.snapshot().totals).toMatchObject({ bytes: 1000, sent: 300, speed, secondsLeft: 700 / speed })
})

it("pauses by stopping the request, and begins that file again with the form that it had", async () => {
  const { tab, server } = await workingTab()
  server.automatic = false
  tab.add([photo("a.jpg")])
  await settle()
  server.posting.get("a.jpg")?.progress(3)
  tab.pause([tab.idOf("a.jpg")])
  await settle()
  expect(server.posting.size).toBe(0)
  expect(tab.named("a.jpg")).toMatchObject({ state: "paused", sent: 0 })
  tab.resume()
  await settle()
  server.posting.get("a.jpg")?.end()
  await settle()
  expect(tab.named("a.jpg").state).toBe("uploaded")
  expect(server.signed).toHaveLength(1)
})

it("signs again, and gives the old reservation back, when the form ran out during a pause", async () => {
  const { tab, server, clock } = await workingTab()
  server.automatic = false
  tab.add([photo("a.jpg")])
  await settle()
  tab.pause()
  await clock.advance(HOUR)
  server.automatic = true
  tab.resume()
  await settle()
  expect(server.cancelled).toEqual(["upload-1"])
  expect(tab.named("a.jpg").state).toBe("uploaded")
  expect(server.signed).toHaveLength(2)
})

it("leaves waiting files waiting while others are paused", async () => {
  const { tab, server } = await workingTab()
  server.automatic = false
  tab.add(names(6).map((name) => photo(name)))
  await settle()
  tab.pause([tab.idOf("photo-0.jpg")])
  await settle()
  expect([...server.posting.keys()]).toEqual(["photo-1.jpg", "photo-2.jpg", "photo-3.jpg", "photo-4.jpg"])
})

it("cancels and gives the reservation back", async () => {
  const { tab, server, browser } = await workingTab()
  server.automatic = false
  tab.add([photo("a.jpg"), photo("b.jpg")])
  await settle()
  tab.cancel([tab.idOf("a.jpg")])
  await settle()
  expect(tab.named("a.jpg").state).toBe("cancelled")
  expect([...server.open.values()]).toEqual(["b.jpg"])
  expect([...server.posting.keys()]).toEqual(["b.jpg"])
  expect([...browser.files.keys()]).toEqual([tab.idOf("b.jpg")])
  expect([...browser.items.keys()]).toEqual([tab.idOf("b.jpg")])
})

it("gives a reservation back that comes after the file was cancelled", async () => {
  const { tab, server } = await workingTab()
  server.answer = () => {
    tab.cancel()
    return undefined
  }
  tab.add([photo("a.jpg")])
  await settle()
  expect(tab.states()).toEqual({ "a.jpg": "cancelled" })
  expect(server.open.size).toBe(0)
})

it("uploads the others when one is refused", async () => {
  const { tab, server } = await workingTab()
  server.refusePost = (name) => (name === "photo-3.jpg" ? s3Failure(400, "<Error><Code>Odd</Code></Error>") : undefined)
  tab.add(names(30).map((name) => photo(name)))
  for (let turn = 0; turn < 20; turn++) await settle()
  expect(tab.snapshot().totals).toMatchObject({ uploaded: 29, failed: 1 })
  expect(tab.named("photo-3.jpg").error).toEqual({
    code: "Odd",
    message: "The storage refused the file (Odd).",
    retryable: true,
  })
  expect(server.open.size).toBe(0)
})

it("asks for each file by itself when a request is refused as a whole", async () => {
  const { tab, server, network } = await workingTab()
  const isBad = ({ name }: { name: string }) => name === "photo-2.jpg"
  const invalid = new GalleryError(400, { code: "Invalid", message: "files.2.name is odd.", details: [] })
  server.refuse = (files) => (files.some(isBad) ? invalid : undefined)
  network.turn(false)
  tab.add(names(6).map((name) => photo(name)))
  await settle()
  network.turn(true)
  for (let turn = 0; turn < 20; turn++) await settle()
  expect(server.signed.map((files) => files.length)).toEqual([6, 1, 1, 1, 1, 1, 1])
  expect(tab.snapshot().totals).toMatchObject({ uploaded: 5, failed: 1 })
  expect(tab.named("photo-2.jpg").error?.message).toBe("files.2.name is odd.")
})

it("refuses what is empty, too large or neither photo nor video at once", async () => {
  const { tab, server } = await workingTab()
  const large = Object.defineProperty(photo("large.jpg"), "size", { value: 100_000_001 })
  const film = Object.defineProperty(photo("film.mp4"), "size", { value: 5 * 2 ** 30 + 1 })
  const pdf = new File(["x"], "text.pdf", { type: "application/pdf" })
  const video = new File(["x"], "walk.mkv", { type: "" })
  tab.add([photo("empty.jpg", ""), large, Object.defineProperty(film, "type", { value: "video/mp4" }), pdf, video])
  tab.add([photo("ok.jpg")])
  await settle()
  expect(tab.items().map(({ error, state }) => error?.code ?? state)).toEqual([
    "Empty",
    "TooLarge",
    "TooLarge",
    "NotAPhoto",
    "uploaded",
    "uploaded",
  ])
  expect(server.signed.flat()).toMatchObject([{ contentType: "video/x-matroska" }, { contentType: "image/jpeg" }])
  tab.retry()
  await settle()
  expect(tab.snapshot().totals.failed).toBe(4)
  tab.removeFinished()
  await settle()
  expect(tab.states()).toEqual({ "walk.mkv": "uploaded", "ok.jpg": "uploaded" })
})

it("gives names of 300 characters and of emoji as they are, and longer ones by their end", async () => {
  const { tab, server } = await workingTab()
  const given = [`${"n".repeat(296)}.jpg`, "🏔️👨‍👩‍👧.jpg", `${"m".repeat(1200)}.jpg`]
  tab.add(given.map((name) => photo(name)))
  await settle()
  expect(server.signed.flat().map(({ name }) => name)).toEqual([given[0], given[1], given[2]?.slice(-1000)])
})

it("waits for a limit, and goes on by itself when it opens", async () => {
  const { tab, server, clock } = await workingTab()
  server.answer = ({ clientId, name }) => (name === "b.jpg" ? { clientId, error: limit(START + 2 * HOUR) } : undefined)
  tab.add([photo("a.jpg"), photo("b.jpg"), photo("c.jpg")])
  await settle()
  expect(tab.states()).toEqual({ "a.jpg": "uploaded", "b.jpg": "held", "c.jpg": "uploaded" })
  expect(tab.named("b.jpg").error).toMatchObject({ code: "LimitReached", opensAt: START + 2 * HOUR })
  server.answer = undefined
  await clock.advance(2 * HOUR - 1)
  expect(tab.named("b.jpg").state).toBe("held")
  await clock.advance(1)
  expect(tab.named("b.jpg").state).toBe("uploaded")
})

it("does not wait for a limit that opens too late, and says when it opens", async () => {
  const { tab, server } = await workingTab()
  server.answer = ({ clientId }) => ({ clientId, error: limit(START + 20 * HOUR) })
  tab.add([photo("a.jpg")])
  await settle()
  expect(tab.named("a.jpg")).toMatchObject({ state: "failed", error: { retryable: true, opensAt: START + 20 * HOUR } })
})

it("tries soon again when only too many are under way", async () => {
  const { tab, server, clock } = await workingTab()
  server.answer = ({ clientId }) => ({ clientId, error: limit(START + HOUR, "parallelUploads") })
  tab.add([photo("a.jpg")])
  await settle()
  server.answer = undefined
  await clock.advance(10_000)
  expect(tab.named("a.jpg").state).toBe("uploaded")
})

it("stops while the network is gone, and goes on when it is back", async () => {
  const { tab, server, network, clock } = await workingTab()
  server.automatic = false
  tab.add(names(6).map((name) => photo(name)))
  await settle()
  network.turn(false)
  for (const { fail } of server.posting.values()) fail(new ConnectionLost())
  await settle()
  expect(tab.snapshot().offline).toBe(true)
  expect(tab.named("photo-0.jpg")).toMatchObject({ state: "held", error: { message: "Waiting for the network." } })
  await clock.advance(HOUR)
  expect(server.posting.size).toBe(0)
  server.automatic = true
  network.turn(true)
  await settle()
  expect(tab.snapshot()).toMatchObject({ offline: false, totals: { uploaded: 6 } })
})

it("asks now and then whether the server can be reached again, where the browser knows nothing", async () => {
  const { tab, server, clock } = await workingTab()
  server.reachable = false
  tab.add([photo("a.jpg")])
  await settle()
  expect(tab.named("a.jpg").error?.code).toBe("Offline")
  await clock.advance(10 * HOUR)
  expect(tab.named("a.jpg").state).toBe("held")
  server.reachable = true
  await clock.advance(60_000)
  expect(tab.named("a.jpg").state).toBe("uploaded")
})

it("tries a connection that breaks off five times, though the server can be reached", async () => {
  const { tab, server, clock } = await workingTab()
  server.refusePost = (name) => (name === "a.jpg" ? new ConnectionLost() : undefined)
  tab.add([photo("a.jpg"), photo("b.jpg")])
  await settle()
  expect(tab.named("a.jpg")).toMatchObject({ state: "held", error: { code: "Interrupted", opensAt: START + 1000 } })
  await clock.advance(HOUR)
  expect(tab.named("a.jpg")).toMatchObject({ state: "failed", attempts: 4, error: { retryable: true } })
  expect(tab.named("b.jpg").state).toBe("done")
  expect(server.open.size).toBe(0)
  server.refusePost = undefined
  tab.retry()
  await settle()
  expect(tab.named("a.jpg").state).toBe("uploaded")
})

it("signs again once when S3 says that the form ran out", async () => {
  const { tab, server } = await workingTab()
  const expired =
    "<Error><Code>AccessDenied</Code><Message>Invalid according to Policy: Policy expired.</Message></Error>"
  let refused = 0
  server.refusePost = (name) => (name === "b.jpg" || refused++ === 0 ? s3Failure(403, expired) : undefined)
  tab.add([photo("a.jpg"), photo("b.jpg")])
  await settle()
  expect(tab.states()).toEqual({ "a.jpg": "uploaded", "b.jpg": "failed" })
  expect(tab.named("b.jpg").error?.message).toBe(
    "The permission to upload ran out before the file had arrived. Try it again.",
  )
  expect(server.open.size).toBe(0)
})

it("finds the checksum anew when a file that was changed is tried again", async () => {
  const { tab, server } = await workingTab()
  server.refusePost = () => s3Failure(400, "<Error><Code>BadDigest</Code><Message>no match</Message></Error>")
  tab.add([photo("a.jpg")])
  await settle()
  expect(tab.named("a.jpg")).toMatchObject({ state: "failed", sha256: undefined, error: { code: "FileChanged" } })
  server.refusePost = undefined
  tab.retry()
  await settle()
  expect(tab.named("a.jpg").state).toBe("uploaded")
})

it("says that a file cannot be read any more", async () => {
  const hash = async (file: Blob) => {
    if ((file as File).name === "a.jpg") throw new DOMException("gone", "NotReadableError")
    return sha256(file)
  }
  const { tab, browser } = await workingTab(undefined, { hash })
  browser.fill(true)
  tab.add([photo("a.jpg"), photo("b.jpg")])
  await settle()
  expect(tab.states()).toEqual({ "a.jpg": "failed", "b.jpg": "uploaded" })
  expect(tab.named("a.jpg").error?.message).toMatch(/cannot be read/)
})

it("goes on with the copy that the browser keeps when the file itself went away", async () => {
  const { tab, server, browser } = await workingTab()
  server.automatic = false
  const original = photo("a.jpg")
  tab.add([original])
  await settle()
  browser.files.set(tab.idOf("a.jpg"), photo("a.jpg"))
  original.slice = () => ({ arrayBuffer: () => Promise.reject(new DOMException("gone", "NotReadableError")) }) as never
  server.automatic = true
  server.refusePost = (_, file) => (file === original ? new ConnectionLost() : undefined)
  server.posting.get("a.jpg")?.fail(new ConnectionLost())
  await settle()
  expect(tab.named("a.jpg").state).toBe("uploaded")
})

it("shows what the person has already as a duplicate, and puts it into the album", async () => {
  const { tab, server } = await workingTab()
  server.answer = ({ clientId }) => ({ clientId, duplicateOf: "p7" })
  tab.add([photo("a.jpg")], { albumId: "album-1" })
  await settle()
  expect(tab.named("a.jpg")).toMatchObject({ state: "duplicate", photoId: "p7" })
  expect(server.albums).toEqual(["album-1/p7"])
})

it("uploads the same bytes once, and links the other to the photo", async () => {
  const { tab, server, clock } = await workingTab()
  tab.add([photo("a.jpg", "same"), photo("b.jpg", "same")])
  tab.add([photo("c.jpg", "same")], { albumId: "album-1" })
  await settle()
  expect(tab.states()).toEqual({ "a.jpg": "uploaded", "b.jpg": "duplicate", "c.jpg": "duplicate" })
  const textOf = (name: string) => stateText(tab.named(name), clock.now())
  expect(textOf("b.jpg")).toBe("The same file is among these uploads")
  server.photos = [summary("p1", "upload-1")]
  await clock.advance(5000)
  expect(tab.named("b.jpg").photoId).toBe("p1")
  expect(textOf("b.jpg")).toBe("You have this file already")
  expect(server.albums).toEqual(["album-1/p1"])
})

it("uploads a duplicate after all when its twin is cancelled", async () => {
  const { tab, server } = await workingTab()
  server.automatic = false
  tab.add([photo("a.jpg", "same"), photo("b.jpg", "same")])
  await settle()
  expect(tab.states()).toEqual({ "a.jpg": "uploading", "b.jpg": "duplicate" })
  server.automatic = true
  tab.cancel([tab.idOf("a.jpg")])
  await settle()
  expect(tab.states()).toEqual({ "a.jpg": "cancelled", "b.jpg": "uploaded" })
})

it("says why a file that arrived became no photo", async () => {
  const { tab, server, clock } = await workingTab()
  tab.add([photo("a.jpg")])
  await settle()
  const problem = { step: "metadata", code: "DamagedImage", message: "The photo is damaged.", retryable: false }
  server.photos = [{ ...summary("p1", "upload-1", "rejected"), problem }]
  await clock.advance(5000)
  expect(tab.named("a.jpg")).toMatchObject({ state: "failed", error: { message: problem.message, retryable: false } })
})

it("looks for what arrived among older photos too", async () => {
  const { tab, server, clock } = await workingTab()
  tab.add([photo("a.jpg")])
  await settle()
  const others = Array.from({ length: 150 }, (_, index) => summary(`p${index}`, `other-${index}`))
  server.photos = [...others, summary("mine", "upload-1")]
  await clock.advance(5000)
  expect(tab.named("a.jpg")).toMatchObject({ state: "done", photoId: "mine" })
})

it("begins the totals anew with the next files after everything has ended", async () => {
  const { tab, server, clock } = await workingTab()
  tab.add([photo("a.jpg")])
  await settle()
  server.photos = [summary("p1", "upload-1")]
  await clock.advance(5000)
  expect(tab.states()).toEqual({ "a.jpg": "done" })
  tab.add([photo("b.jpg")])
  await settle()
  expect(tab.states()).toEqual({ "b.jpg": "uploaded" })
})

it("stops for good when it is closed", async () => {
  const { tab, server } = await workingTab()
  server.automatic = false
  tab.add(names(6).map((name) => photo(name)))
  await settle()
  tab.close()
  await settle()
  expect(server.posting.size).toBe(0)
})
