import { PublishCommand } from "@aws-sdk/client-iot-data-plane"
import mqtt from "mqtt"
import { expect } from "vitest"
import type { Cases } from "./clients.ts"

export const iotCases: Cases = {
  async Publish({ engine, iot }) {
    const url = `${engine.url.replace("http", "ws")}/_live?x-amz-customauthorizer-name=live`
    const socket = await mqtt.connectAsync(url, { clientId: "one", reconnectPeriod: 0 })
    try {
      await socket.subscribeAsync("shop/orders")
      const heard = new Promise<string>((resolve) => {
        socket.on("message", (topic, payload) => resolve(`${topic}: ${payload.toString()}`))
      })
      await iot.send(new PublishCommand({ topic: "shop/orders", payload: Buffer.from("sold"), qos: 1 }))
      expect(await heard).toBe("shop/orders: sold")
    } finally {
      await socket.endAsync(true)
    }
  },
}
