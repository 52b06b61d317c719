import { expect, it } from "vitest"
import { hasher } from "./hasher.ts"

const ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

class FakeWorker extends EventTarget {
  readonly asked: { id: number; file: Blob }[] = []
  postMessage(question: { id: number; file: Blob }) {
    this.asked.push(question)
  }
  terminate() {}
  answer(data: unknown) {
    this.dispatchEvent(new MessageEvent("message", { data }))
  }
}

const withWorker = () => {
  const worker = new FakeWorker()
  return { worker, ...hasher(() => worker as unknown as Worker) }
}

it("gives each file the checksum that the worker finds for it", async () => {
  const { worker, hash } = withWorker()
  const [one, two] = [hash(new Blob(["1"])), hash(new Blob(["2"]))]
  worker.answer({ id: 2, sha256: "second" })
  worker.answer({ id: 1, sha256: "first" })
  expect(await Promise.all([one, two])).toEqual(["first", "second"])
})

it("rejects by the name of the worker's error", async () => {
  const { worker, hash } = withWorker()
  const sum = hash(new Blob(["1"]))
  worker.answer({ id: 1, error: { name: "NotReadableError", message: "gone" } })
  await expect(sum).rejects.toMatchObject({ name: "NotReadableError" })
})

it("tells how far the worker is with a file", async () => {
  const { worker, hash } = withWorker()
  const told: number[] = []
  const sum = hash(new Blob(["1"]), (bytes) => void told.push(bytes))
  for (const bytes of [10, 20]) worker.answer({ id: 1, bytes })
  worker.answer({ id: 1, sha256: "sum" })
  worker.answer({ id: 1, bytes: 30 })
  expect([await sum, told]).toEqual(["sum", [10, 20]])
})

it("does without a worker that does not start", async () => {
  const { worker, hash } = withWorker()
  const sum = hash(new Blob(["abc"]))
  worker.dispatchEvent(new Event("error"))
  expect(await sum).toBe(ABC)
  expect(await hash(new Blob(["abc"]))).toBe(ABC)
  expect(worker.asked).toHaveLength(1)
})
