/** CRC-32C (Castagnoli), reflected; pass the last result to go on. node:zlib has only the plain CRC-32. */
export function crc32c(data: Uint8Array, last = 0): number {
  let crc = ~last
  for (let i = 0; i < data.length; i++) crc = CRC32C[(crc ^ data[i]!) & 0xff]! ^ (crc >>> 8)
  return ~crc >>> 0
}

/** The two halves of a 64-bit checksum: BigInt would be slow here. */
export interface Crc64 {
  readonly high: number
  readonly low: number
}

/** CRC-64/NVME, reflected; pass the last result to go on. */
export function crc64nvme(data: Uint8Array, last: Crc64 = { high: 0, low: 0 }): Crc64 {
  let high = ~last.high
  let low = ~last.low
  for (let i = 0; i < data.length; i++) {
    const index = (low ^ data[i]!) & 0xff
    low = ((low >>> 8) | (high << 24)) ^ CRC64_LOW[index]!
    high = (high >>> 8) ^ CRC64_HIGH[index]!
  }
  return { high: ~high >>> 0, low: ~low >>> 0 }
}

const CRC32C = Int32Array.from({ length: 256 }, (_, byte) =>
  Number(BigInt.asIntN(32, remainder(BigInt(byte), 0x82f63b78n))),
)
const CRC64 = Array.from({ length: 256 }, (_, byte) => remainder(BigInt(byte), 0x9a6c9329ac4bc9b5n))
const CRC64_HIGH = Int32Array.from(CRC64, (value) => Number(BigInt.asIntN(32, value >> 32n)))
const CRC64_LOW = Int32Array.from(CRC64, (value) => Number(BigInt.asIntN(32, value)))

function remainder(byte: bigint, polynomial: bigint): bigint {
  let value = byte
  for (let bit = 0; bit < 8; bit++) value = value & 1n ? (value >> 1n) ^ polynomial : value >> 1n
  return value
}
