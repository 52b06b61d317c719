import type { Config } from "../config.ts"
import type { Socket, SocketEvents } from "./connection.ts"

export interface OpenSocketOptions {
  readonly realtime: NonNullable<Config["realtime"]>
  readonly userId: string
  readonly token: () => Promise<string>
}

/** MQTT over WebSocket, subscribed to the person's own topic. The library is loaded when it is first needed. */
export function openSocket({ realtime, userId, token }: OpenSocketOptions) {
  const clientId = `${userId}-${crypto.randomUUID()}`
  return async ({ onConnected, onMessage, onClosed }: SocketEvents): Promise<Socket> => {
    const [{ connect }, password] = await Promise.all([import("./mqtt.ts"), token()])
    const client = connect(socketUrl(realtime), {
      protocolVersion: 5,
      clientId,
      username: "",
      password,
      clean: true,
      // The connection's keeper tries again, with a token that is good then.
      reconnectPeriod: 0,
      connectTimeout: 10_000,
      // The library's own timers run in a worker made of a string, which a strict policy forbids. Without it the timers of
      // a page in the background are late, by a minute at most.
      timerVariant: "native",
      keepalive: 120,
    })
    let over = false
    const end = () => {
      if (over) return
      over = true
      client.end(true)
      onClosed()
    }
    client.on("connect", () => {
      client.subscribe(topicOf(realtime.topic, userId), { qos: 1 }, (error) => (error ? end() : onConnected()))
    })
    client.on("message", (_, payload) => onMessage(new TextDecoder().decode(payload)))
    client.on("error", end)
    client.on("close", end)
    return { close: end }
  }
}

/** The custom authorizer's name is part of the address. https://docs.aws.amazon.com/iot/latest/developerguide/custom-auth.html */
export function socketUrl({ url, authorizer }: Pick<OpenSocketOptions["realtime"], "url" | "authorizer">): string {
  const socket = new URL(url)
  if (socket.pathname === "/") socket.pathname = "/mqtt"
  socket.searchParams.set("x-amz-customauthorizer-name", authorizer)
  return socket.href
}

/** The person's topic of a template with `{sub}`, or of the prefix that all people's topics have. */
export function topicOf(topic: string, userId: string): string {
  return topic.includes("{sub}") ? topic.replaceAll("{sub}", userId) : `${topic.replace(/\/$/, "")}/${userId}`
}
