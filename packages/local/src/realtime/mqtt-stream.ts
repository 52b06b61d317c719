import { Duplex } from "node:stream"
import type { WebSocket } from "ws"
import { mqtt5Translator } from "./mqtt-5.ts"
import { packetSplitter } from "./packet-splitter.ts"
import { disconnectPacket, REASONS } from "./to-mqtt-5.ts"

/** The bytes of a WebSocket, as a server of MQTT 3.1.1 reads and writes them. */
export interface MqttStream extends Duplex {
  isVersion5(): boolean
  /** Ends the connection; a client of MQTT 5 is told the reason. */
  disconnect(reason: number): void
}

/** Joins a WebSocket, of a client of MQTT 3.1.1 or 5, and a server of MQTT 3.1.1; larger packets end the connection. */
export function mqttStream(socket: WebSocket, largestPacket: number): MqttStream {
  const [written, heard, translator] = [packetSplitter(), packetSplitter(largestPacket), mqtt5Translator()]
  const stream = new Duplex({
    read: () => socket.resume(),
    write(chunk: Buffer, _encoding, done) {
      for (const packet of written(chunk)) send(translator.say(packet))
      done()
    },
    destroy(error, done) {
      // What was written before is still sent; a client that does not answer is left after ws's own timeout.
      socket.close()
      done(error)
    },
  })

  function send(packet: Buffer): void {
    // What is sent to a socket that is closing is lost, as on a network.
    socket.send(packet, () => {})
  }

  function disconnect(reason: number): void {
    if (translator.isVersion5()) send(disconnectPacket(reason))
    stream.destroy()
  }

  socket.binaryType = "nodebuffer"
  socket.on("message", (data: Buffer) => {
    try {
      const packets = heard(data).map(translator.hear)
      if (packets.length > 0 && !stream.push(Buffer.concat(packets))) socket.pause()
    } catch {
      disconnect(REASONS.malformedPacket)
    }
  })
  socket.on("error", () => stream.destroy())
  socket.on("close", () => stream.destroy())
  return Object.assign(stream, { isVersion5: translator.isVersion5, disconnect })
}
