import { createHash } from "node:crypto"
import { expect, it } from "vitest"
import { sha256Of } from "./sha256-of.ts"

it.each([0, 1, 63, 64, 100_000])("is the same of %i bytes at once and piece by piece", async (length) => {
  const bytes = new Uint8Array(length).map((_, index) => index)
  const expected = createHash("sha256").update(bytes).digest("hex")
  const file = new Blob([bytes])
  expect(await sha256Of(file)).toBe(expected)
  expect(await sha256Of(file, { whole: -1 })).toBe(expected)
})

it("reads a large file by its pieces, and never asks for all of it", async () => {
  const file = new Blob(["abc"])
  file.arrayBuffer = () => Promise.reject(new Error("all of it was asked for"))
  expect(await sha256Of(file, { whole: 2 })).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
})

it("tells how far it is, now and then", async () => {
  const piece = new Uint8Array(10_000_000)
  const file = new Blob([piece])
  file.stream = () =>
    new ReadableStream({
      start(stream) {
        for (let pieces = 0; pieces < 4; pieces++) stream.enqueue(piece)
        stream.close()
      },
    })
  const told: number[] = []
  await sha256Of(file, { whole: 0, progress: (bytes) => void told.push(bytes) })
  expect(told).toEqual([20_000_000, 40_000_000])
})
