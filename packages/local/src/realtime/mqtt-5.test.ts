import { expect, it } from "vitest"
import { mqtt5Translator } from "./mqtt-5.ts"
import { packetOf } from "./packet-splitter.ts"

const text = (value: string) => [value.length >> 8, value.length % 256, ...Buffer.from(value)]
const connect = (version: number, flags: number, ...rest: number[][]) =>
  packetOf(0x10, text("MQTT"), [version, flags, 0, 60], ...rest)

function translator() {
  const translated = mqtt5Translator()
  translated.hear(connect(5, 0x02, [0], text("a")))
  return translated
}

it("leaves MQTT 3.1.1 as it is", () => {
  const plain = mqtt5Translator()
  const packets = [connect(4, 0x02, text("a")), packetOf(0x82, [0, 1], text("t"), [1]), packetOf(0x20, [0, 5])]
  expect(packets.map((packet, index) => (index < 2 ? plain.hear(packet) : plain.say(packet)))).toEqual(packets)
  expect(plain.isVersion5()).toBe(false)
})

it("takes properties off CONNECT, those of the will too", () => {
  const properties = [5, 0x11, 0, 0, 0, 1]
  const will = [[2, 0x01, 1], text("last"), text("words")]
  const heard = mqtt5Translator().hear(connect(5, 0xc6, properties, text("a"), ...will, text("user"), text("token")))
  const rest = [text("a"), text("last"), text("words"), text("user"), text("token")]
  expect(heard).toEqual(connect(4, 0xc6, ...rest))
})

it("adds an empty user name to a password without one, which 3.1.1 does not have", () => {
  const heard = mqtt5Translator().hear(connect(5, 0x42, [0], text("a"), text("token")))
  expect(heard).toEqual(connect(4, 0xc2, text("a"), text(""), text("token")))
})

it.each<[string, Buffer, Buffer]>([
  ["PUBLISH", packetOf(0x30, text("t"), [2, 0x01, 1], [9]), packetOf(0x30, text("t"), [9])],
  ["PUBLISH of QoS 1", packetOf(0x32, text("t"), [0, 7], [0], [9]), packetOf(0x32, text("t"), [0, 7], [9])],
  ["SUBSCRIBE", packetOf(0x82, [0, 1, 0], text("t"), [0x2d]), packetOf(0x82, [0, 1], text("t"), [1])],
  ["UNSUBSCRIBE", packetOf(0xa2, [0, 1, 0], text("t")), packetOf(0xa2, [0, 1], text("t"))],
  ["PUBACK", packetOf(0x40, [0, 1, 0x10, 0]), packetOf(0x40, [0, 1])],
  ["DISCONNECT", packetOf(0xe0, [0, 0]), packetOf(0xe0)],
  ["PINGREQ", packetOf(0xc0), packetOf(0xc0)],
])("hears %s", (_, packet, heard) => {
  expect(translator().hear(packet)).toEqual(heard)
})

it.each<[string, Buffer, Buffer]>([
  ["CONNACK", packetOf(0x20, [1, 0]), packetOf(0x20, [1, 0, 6, 0x24, 1, 0x29, 0, 0x2a, 0])],
  ["a refusal", packetOf(0x20, [0, 4]), packetOf(0x20, [0, 0x86, 0])],
  ["PUBLISH", packetOf(0x31, text("t"), [9]), packetOf(0x31, text("t"), [0], [9])],
  ["PUBLISH of QoS 1", packetOf(0x32, text("t"), [0, 7], [9]), packetOf(0x32, text("t"), [0, 7], [0], [9])],
  ["SUBACK", packetOf(0x90, [0, 1, 1, 0x80]), packetOf(0x90, [0, 1, 0, 1, 0x87])],
  ["PUBACK", packetOf(0x40, [0, 1]), packetOf(0x40, [0, 1])],
  ["PINGRESP", packetOf(0xd0), packetOf(0xd0)],
])("says %s", (_, packet, said) => {
  expect(translator().say(packet)).toEqual(said)
})

it.each<[string, Buffer]>([
  ["AUTH", packetOf(0xf0)],
  ["PUBLISH by a topic alias", packetOf(0x30, [0, 0], [3, 0x23, 0, 1])],
  ["SUBSCRIBE cut short", packetOf(0x82, [0, 1, 0, 0, 9, 1])],
  ["properties longer than the packet", packetOf(0x82, [0, 1, 99])],
])("refuses %s", (_, packet) => {
  expect(() => translator().hear(packet)).toThrow("Not a packet of MQTT")
})
