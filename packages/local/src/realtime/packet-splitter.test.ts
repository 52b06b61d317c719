import { expect, it } from "vitest"
import { bodyOf, packetOf, packetSplitter } from "./packet-splitter.ts"

const packets = [packetOf(0xd0), packetOf(0x30, [0, 1, 97], Buffer.alloc(200, 1)), packetOf(0x40, [0, 7])]

it.each([1, 2, 3, 50, 1000])("gives whole packets of pieces of %i bytes", (size) => {
  const [split, bytes] = [packetSplitter(), Buffer.concat(packets)]
  const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
    bytes.subarray(index * size, (index + 1) * size),
  )
  expect(pieces.flatMap(split)).toEqual(packets)
})

it.each([0, 127, 128, 16_383, 16_384, 2_097_152])("reads again a body of %i bytes", (length) => {
  expect(bodyOf(packetOf(0x30, Buffer.alloc(length)))).toHaveLength(length)
})

it("throws for a length that never ends, and for a packet over the limit before all of it came", () => {
  expect(() => packetSplitter()(Buffer.from([0x30, 0xff, 0xff, 0xff, 0xff]))).toThrow("more than 4 bytes")
  expect(() => packetSplitter(100)(Buffer.from([0x30, 99]))).toThrow("101 bytes are more than 100")
})
