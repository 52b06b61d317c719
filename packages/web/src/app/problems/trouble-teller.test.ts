import { afterEach, expect, it, vi } from "vitest"
import { currentToasts, dismissToast } from "../../toasts.ts"
import type { Trouble } from "./problem-watch.ts"
import { troubleTeller } from "./trouble-teller.ts"

const trouble = (name: string, status: Trouble["status"] = "failed", message = "It is damaged."): Trouble => ({
  photoId: name,
  name,
  status,
  uploadedAt: "2026-05-01T12:00:00Z",
  problem: { step: "metadata", code: "Damaged", message, retryable: false },
})

function teller(isSeen: (photoId: string) => boolean = () => false) {
  const show = vi.fn<(photos: readonly Trouble[]) => void>()
  let due: (() => void)[] = []
  const tell = troubleTeller({ isSeen, show, later: (run) => void due.push(run) })
  return {
    show,
    tell,
    /** Lets the time pass in which others may come. */
    async pass() {
      for (let turn = 0; turn < 3; turn++) {
        const now = due
        due = []
        for (const run of now) run()
        await new Promise(setImmediate)
      }
    },
  }
}

const texts = () => currentToasts().map(({ text }) => text)

afterEach(() => {
  for (const { id } of currentToasts()) dismissToast(id)
})

it("tells of one photo by its name, why it failed, and leads to it", async () => {
  const { tell, pass, show } = teller()
  tell([trouble("a.jpg")])
  await pass()
  expect(currentToasts()).toMatchObject([{ kind: "warning", text: "a.jpg: It is damaged." }])
  currentToasts()[0]?.action?.run()
  expect(show).toHaveBeenCalledExactlyOnceWith([trouble("a.jpg")])
})

it("does not say a name twice", async () => {
  const { tell, pass } = teller()
  tell([trouble("a.jpg", "rejected", "a.jpg is a text file, not a photo.")])
  await pass()
  expect(texts()).toEqual(["a.jpg is a text file, not a photo."])
})

it("sums up several, and adds to the toast while it stands", async () => {
  const { tell, pass } = teller()
  tell([trouble("a.jpg"), trouble("b.jpg")])
  tell([trouble("c.jpg", "rejected")])
  await pass()
  expect(texts()).toEqual(["2 photos could not be processed: a.jpg and b.jpg.", "c.jpg: It is damaged."])
  tell([trouble("d.jpg")])
  await pass()
  expect(texts()).toEqual(["c.jpg: It is damaged.", "3 photos could not be processed: a.jpg, b.jpg and 1 other."])
})

it("begins anew when the person has put the toast away", async () => {
  const { tell, pass } = teller()
  tell([trouble("a.jpg")])
  await pass()
  dismissToast(currentToasts()[0]!.id)
  tell([trouble("b.jpg")])
  await pass()
  expect(texts()).toEqual(["b.jpg: It is damaged."])
})

it("is silent about what the person sees", async () => {
  const { tell, pass } = teller((photoId) => photoId === "a.jpg")
  tell([trouble("a.jpg"), trouble("b.jpg")])
  await pass()
  expect(texts()).toEqual(["b.jpg: It is damaged."])
})
