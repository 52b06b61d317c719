import { expect, it, vi } from "vitest"
import { lateQueue } from "./late-queue.ts"
import { photo, settle, workingTab } from "./testing-uploads.ts"
import type { UploadQueue } from "./upload-queue.ts"

/** A queue whose internals come when told, or fail to. */
function late() {
  const loads: PromiseWithResolvers<UploadQueue>[] = []
  const soon: (() => void)[] = []
  const failed = vi.fn<(error: unknown, waiting: number) => void>()
  const load = () => {
    const next = Promise.withResolvers<UploadQueue>()
    loads.push(next)
    return next.promise
  }
  return { loads, failed, soon, queue: lateQueue({ load, failed, later: (run) => void soon.push(run) }) }
}

const named = (queue: UploadQueue) => queue.snapshot().items.map(({ name }) => name)

it("shows nothing and loads nothing until it is opened", () => {
  const { queue, loads } = late()
  expect(queue.snapshot()).toMatchObject({ items: [], totals: { files: 0 } })
  expect(loads).toHaveLength(0)
  queue.open()
  queue.open()
  expect(loads).toHaveLength(1)
})

it("uploads what was added while its internals were on their way, in the order in which it came", async () => {
  const { queue, loads } = late()
  const { tab } = await workingTab()
  const told = vi.fn()
  queue.subscribe(told)
  queue.add([photo("a.jpg"), photo("b.jpg")], { albumId: "album" })
  queue.add([photo("c.jpg")])
  expect(queue.waiting()).toBe(3)
  loads[0]?.resolve(tab)
  await settle()
  expect(queue.waiting()).toBe(0)
  expect(named(queue)).toEqual(["a.jpg", "b.jpg", "c.jpg"])
  expect(queue.snapshot().items.map(({ albumId }) => albumId)).toEqual(["album", "album", undefined])
  expect(told).toHaveBeenCalled()
})

it("says how many wait where its internals do not come, and loses none of them", async () => {
  const { queue, loads, failed, soon } = late()
  const { tab } = await workingTab()
  queue.add([photo("a.jpg"), photo("b.jpg")])
  loads[0]?.reject(new Error("no network"))
  await settle()
  expect(failed).toHaveBeenCalledExactlyOnceWith(new Error("no network"), 2)
  soon[0]?.()
  loads[1]?.resolve(tab)
  await settle()
  expect(named(queue)).toEqual(["a.jpg", "b.jpg"])
})

it("closes what comes after it was closed", async () => {
  const { queue, loads } = late()
  const { tab } = await workingTab()
  const close = vi.fn()
  queue.open()
  queue.close()
  loads[0]?.resolve({ ...tab, close })
  await settle()
  expect(close).toHaveBeenCalledOnce()
})
