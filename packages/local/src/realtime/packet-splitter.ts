import { MalformedPacket } from "./errors.ts"

/** Where the packet that begins a buffer has its body, and where it ends. */
interface Frame {
  readonly bodyAt: number
  readonly end: number
}

const CONTINUES = 0x80
const LONGEST_INTEGER = 4

/** Cuts a stream of bytes into whole MQTT packets, which come in any pieces. Throws MalformedPacket for one over the limit in bytes. */
export function packetSplitter(limit = Infinity): (chunk: Uint8Array) => Buffer[] {
  let rest: Buffer = Buffer.alloc(0)
  return (chunk) => {
    rest = Buffer.concat([rest, chunk])
    const packets: Buffer[] = []
    for (let frame = frameOf(rest); frame !== undefined; frame = frameOf(rest)) {
      if (frame.end > limit) throw new MalformedPacket(`${frame.end} bytes are more than ${limit}`)
      if (frame.end > rest.length) break
      packets.push(rest.subarray(0, frame.end))
      rest = rest.subarray(frame.end)
    }
    return packets
  }
}

/** What follows a packet's fixed header. */
export function bodyOf(packet: Buffer): Buffer {
  return packet.subarray(frameOf(packet)?.bodyAt ?? packet.length)
}

/** A packet of that first byte and body. https://docs.oasis-open.org/mqtt/mqtt/v5.0/os/mqtt-v5.0-os.html#_Toc3901021 */
export function packetOf(first: number, ...body: readonly (Uint8Array | readonly number[])[]): Buffer {
  const bytes = Buffer.concat(body.map((part) => Uint8Array.from(part)))
  return Buffer.concat([Buffer.from([first, ...variableInteger(bytes.length)]), bytes])
}

/** The integer at an offset, and where what follows it begins; undefined where its bytes have not all come. Throws MalformedPacket. */
export function readVariableInteger(bytes: Buffer, at: number): { value: number; next: number } | undefined {
  let value = 0
  for (let index = 0; index < LONGEST_INTEGER; index++) {
    const byte = bytes[at + index]
    if (byte === undefined) return undefined
    value += (byte % CONTINUES) * CONTINUES ** index
    if (byte < CONTINUES) return { value, next: at + index + 1 }
  }
  throw new MalformedPacket(`an integer of more than ${LONGEST_INTEGER} bytes`)
}

function variableInteger(value: number): number[] {
  const low = value % CONTINUES
  const rest = Math.floor(value / CONTINUES)
  return rest === 0 ? [low] : [low + CONTINUES, ...variableInteger(rest)]
}

function frameOf(bytes: Buffer): Frame | undefined {
  const length = readVariableInteger(bytes, 1)
  return length && { bodyAt: length.next, end: length.next + length.value }
}
