import { fromMqtt5, isConnectOf5, unsubscription } from "./from-mqtt-5.ts"
import { TYPES, typeOf } from "./packet-types.ts"
import { toMqtt5 } from "./to-mqtt-5.ts"

/** Translates between a client, if it speaks MQTT 5, and a server of 3.1.1. */
export interface Mqtt5Translator {
  /** Known when the client's first packet was heard. */
  isVersion5(): boolean
  /** A packet of the client, for the server. Throws MalformedPacket. */
  hear(packet: Buffer): Buffer
  /** A packet of the server, for the client. */
  say(packet: Buffer): Buffer
}

export function mqtt5Translator(): Mqtt5Translator {
  const unsubscribing = new Map<number, number>()
  let version5: boolean | undefined

  function topicsOf(id: number): number {
    const topics = unsubscribing.get(id) ?? 0
    unsubscribing.delete(id)
    return topics
  }

  return {
    isVersion5: () => version5 === true,
    hear(packet) {
      version5 ??= isConnectOf5(packet)
      if (!version5) return packet
      const heard = fromMqtt5(packet)
      if (typeOf(heard) === TYPES.unsubscribe) {
        const { id, topics } = unsubscription(heard)
        unsubscribing.set(id, topics)
      }
      return heard
    },
    say: (packet) => (version5 ? toMqtt5(packet, topicsOf) : packet),
  }
}
