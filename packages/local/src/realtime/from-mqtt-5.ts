import { MalformedPacket } from "./errors.ts"
import { packetReader } from "./packet-reader.ts"
import { bodyOf, packetOf } from "./packet-splitter.ts"
import { firstOf, qualityOf, TYPES, typeOf } from "./packet-types.ts"

const [MQTT_5, MQTT_3_1_1] = [5, 4]
const FLAGS = { will: 0x04, password: 0x40, username: 0x80 }
const QOS_OF_SUBSCRIPTION = 0x03
const EMPTY_FIELD = [0, 0]

type Reader = ReturnType<typeof packetReader>

/** Whether a packet is the CONNECT of a client that speaks MQTT 5. */
export function isConnectOf5(packet: Buffer): boolean {
  if (typeOf(packet) !== TYPES.connect) return false
  const reader = packetReader(bodyOf(packet))
  reader.field()
  return reader.byte() === MQTT_5
}

/** What a client of MQTT 5 says, as one of 3.1.1 says it: without properties and reasons. Throws MalformedPacket. */
export function fromMqtt5(packet: Buffer): Buffer {
  const [type, first, reader] = [typeOf(packet), firstOf(packet), packetReader(bodyOf(packet))]
  if (type === TYPES.connect) return connect(first, reader)
  if (type === TYPES.publish) return publish(packet, reader)
  if (type === TYPES.subscribe) return subscribe(first, reader)
  if (type === TYPES.unsubscribe) return packetOf(first, withoutProperties(reader, 2), reader.rest())
  if (type >= TYPES.puback && type <= TYPES.pubcomp) return packetOf(first, reader.take(2))
  if (type === TYPES.disconnect) return packetOf(first)
  if (type === TYPES.auth) throw new MalformedPacket("AUTH, of which AWS IoT has nothing")
  return packet
}

/** Fields that 3.1.1 lets stand only together are filled in: MQTT 5 has passwords without a user name. */
function connect(first: number, reader: Reader): Buffer {
  const protocol = reader.field()
  reader.byte()
  const [flags, keepAlive] = [reader.byte(), reader.take(2)]
  reader.skipProperties()
  const parts: (Buffer | number[])[] = [reader.field()]
  if (flags & FLAGS.will) {
    reader.skipProperties()
    parts.push(reader.field(), reader.field())
  }
  const adds = (flags & FLAGS.password) !== 0 && (flags & FLAGS.username) === 0
  const head = [MQTT_3_1_1, adds ? flags | FLAGS.username : flags]
  return packetOf(first, protocol, head, keepAlive, ...parts, adds ? EMPTY_FIELD : [], reader.rest())
}

function publish(packet: Buffer, reader: Reader): Buffer {
  const topic = reader.field()
  // The server's CONNACK allows no topic aliases.
  if (topic.length === EMPTY_FIELD.length) throw new MalformedPacket("PUBLISH without a topic")
  const id = reader.take(qualityOf(packet) > 0 ? 2 : 0)
  reader.skipProperties()
  return packetOf(firstOf(packet), topic, id, reader.rest())
}

function subscribe(first: number, reader: Reader): Buffer {
  const parts: (Buffer | number[])[] = [withoutProperties(reader, 2)]
  while (!reader.done()) parts.push(reader.field(), [reader.byte() & QOS_OF_SUBSCRIPTION])
  return packetOf(first, ...parts)
}

function withoutProperties(reader: Reader, length: number): Buffer {
  const before = reader.take(length)
  reader.skipProperties()
  return before
}

/** How many topics an UNSUBSCRIBE of 3.1.1 has, and its identifier. */
export function unsubscription(packet: Buffer): { id: number; topics: number } {
  const reader = packetReader(bodyOf(packet))
  const id = reader.take(2).readUInt16BE(0)
  let topics = 0
  for (; !reader.done(); topics++) reader.field()
  return { id, topics }
}
