/** https://docs.oasis-open.org/mqtt/mqtt/v5.0/os/mqtt-v5.0-os.html#_Toc3901022 */
export const TYPES = {
  connect: 1,
  connack: 2,
  publish: 3,
  puback: 4,
  pubrec: 5,
  pubrel: 6,
  pubcomp: 7,
  subscribe: 8,
  suback: 9,
  unsubscribe: 10,
  unsuback: 11,
  pingreq: 12,
  pingresp: 13,
  disconnect: 14,
  auth: 15,
} as const

export function typeOf(packet: Buffer): number {
  return firstOf(packet) >> 4
}

/** Type and flags. */
export function firstOf(packet: Buffer): number {
  return packet[0] ?? 0
}

/** Of a packet PUBLISH. */
export function qualityOf(packet: Buffer): number {
  return (firstOf(packet) >> 1) % 4
}
