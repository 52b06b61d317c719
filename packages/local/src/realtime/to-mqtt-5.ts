import { packetReader } from "./packet-reader.ts"
import { bodyOf, packetOf } from "./packet-splitter.ts"
import { firstOf, qualityOf, TYPES, typeOf } from "./packet-types.ts"

/** https://docs.oasis-open.org/mqtt/mqtt/v5.0/os/mqtt-v5.0-os.html#_Toc3901031 */
export const REASONS = { malformedPacket: 0x81, notAuthorized: 0x87, qosNotSupported: 0x9b } as const

/** What CONNACK says by the return codes of 3.1.1: version, client id, server, user name or password, authorization. */
const CONNECT_REASONS = [0x00, 0x84, 0x85, 0x88, 0x86, REASONS.notAuthorized]
const SUBSCRIBE_FAILED = 0x80
const NO_PROPERTIES = [0]

/** As on AWS at the most QoS 1; subscription identifiers and shared subscriptions are not here. */
const SERVER_PROPERTIES = [6, 0x24, 1, 0x29, 0, 0x2a, 0]

/** What a server of MQTT 3.1.1 says, with the properties and reasons of MQTT 5; `topicsOf` tells how many topics an UNSUBSCRIBE of that identifier had. */
export function toMqtt5(packet: Buffer, topicsOf: (id: number) => number): Buffer {
  const [type, first, reader] = [typeOf(packet), firstOf(packet), packetReader(bodyOf(packet))]
  if (type === TYPES.connack) return connack(first, reader.byte(), reader.byte())
  if (type === TYPES.publish)
    return packetOf(first, reader.field(), reader.take(qualityOf(packet) > 0 ? 2 : 0), NO_PROPERTIES, reader.rest())
  if (type === TYPES.suback)
    return packetOf(first, reader.take(2), NO_PROPERTIES, [...reader.rest()].map(subscribeReason))
  if (type !== TYPES.unsuback) return packet
  const id = reader.take(2)
  return packetOf(first, id, NO_PROPERTIES, new Uint8Array(topicsOf(id.readUInt16BE(0))))
}

/** Tells a client of MQTT 5 why its connection ends. */
export function disconnectPacket(reason: number): Buffer {
  return packetOf(TYPES.disconnect * 16, [reason], NO_PROPERTIES)
}

function connack(first: number, flags: number, code: number): Buffer {
  const reason = CONNECT_REASONS[code] ?? REASONS.notAuthorized
  return packetOf(first, [flags, reason], code === 0 ? SERVER_PROPERTIES : NO_PROPERTIES)
}

function subscribeReason(code: number): number {
  return code === SUBSCRIBE_FAILED ? REASONS.notAuthorized : code
}
