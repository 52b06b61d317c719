import { AVERROR_EOF, AVSEEK_CUR, AVSEEK_END, AVSEEK_SET, AVSEEK_SIZE } from "node-av/constants"
import { expect, it } from "vitest"
import { rangeReader, type RangeReaderOptions } from "./range-reader.ts"

const content = Buffer.from(Array.from({ length: 100 }, (_, index) => index))

function start(options: RangeReaderOptions = {}) {
  const asked: [start: number, end: number][] = []
  const read = async (from: number, to: number) => {
    asked.push([from, to])
    return content.subarray(from, to + 1)
  }
  return { asked, reader: rangeReader({ size: content.length, read }, { block: 16, ...options }) }
}

it("reads on from where it is, across blocks, to the end", async () => {
  const { reader } = start()
  const parts: Buffer[] = []
  for (;;) {
    const part = await reader.read(10)
    if (typeof part === "number") {
      expect(part).toBe(AVERROR_EOF)
      break
    }
    parts.push(part)
  }
  expect(Buffer.concat(parts)).toEqual(content)
})

it("goes where it is told to, and tells the size", async () => {
  const { reader } = start()
  expect(reader.seek(0n, AVSEEK_SIZE)).toBe(100n)
  expect(reader.seek(-4n, AVSEEK_END)).toBe(96n)
  expect(await reader.read(10)).toEqual(content.subarray(96))
  expect(reader.seek(20n, AVSEEK_SET)).toBe(20n)
  expect(reader.seek(5n, AVSEEK_CUR)).toBe(25n)
  expect(await reader.read(3)).toEqual(content.subarray(25, 28))
})

it("asks once for a block that it still has, and keeps no more than it may", async () => {
  const { reader, asked } = start({ kept: 2 })
  for (const offset of [0n, 16n, 0n, 16n, 32n, 16n, 0n]) {
    reader.seek(offset, AVSEEK_SET)
    await reader.read(1)
  }
  expect(asked.map(([from]) => from)).toEqual([0, 16, 32, 0])
})

it("stops where more is read than anybody needs", async () => {
  const { reader } = start({ budget: 30 })
  for (const offset of [0n, 16n]) {
    reader.seek(offset, AVSEEK_SET)
    expect(await reader.read(1)).toHaveLength(1)
  }
  reader.seek(32n, AVSEEK_SET)
  expect(await reader.read(1)).toBe(-5)
  expect(reader.failure).toBeUndefined()
})

it("keeps what the source failed with", async () => {
  const error = new Error("away")
  const reader = rangeReader({ size: 10, read: () => Promise.reject(error) })
  expect([await reader.read(1), reader.failure]).toEqual([-5, { error }])
})
