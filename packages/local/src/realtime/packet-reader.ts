import { MalformedPacket } from "./errors.ts"
import { readVariableInteger } from "./packet-splitter.ts"

/** Reads the body of a packet from its beginning; gives what is read as it stands there. Throws MalformedPacket past the end. */
export function packetReader(body: Buffer) {
  let at = 0

  function take(length: number): Buffer {
    if (at + length > body.length) throw new MalformedPacket("it ends too early")
    at += length
    return body.subarray(at - length, at)
  }

  return {
    take,
    byte: () => take(1)[0] ?? 0,
    /** A text or bytes, with the length in front. */
    field(): Buffer {
      const start = at
      take(take(2).readUInt16BE(0))
      return body.subarray(start, at)
    },
    skipProperties(): void {
      const length = readVariableInteger(body, at)
      if (length === undefined) throw new MalformedPacket("it ends too early")
      at = length.next
      take(length.value)
    },
    rest: () => take(body.length - at),
    done: () => at === body.length,
  }
}
