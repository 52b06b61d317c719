import { pause } from "../pause.ts"
import type { AppConfig } from "./app-config.ts"
import { Miss } from "./miss.ts"

const CONNECT_SECONDS = 15

/** What the page is told at once of its owner's photos. */
export interface Realtime {
  /** Events of a photo that messages have told of so far. */
  eventsOf(photoId: string): readonly string[]
  close(): void
}

export interface Listening {
  readonly userId: string
  readonly token: string
  readonly signal: AbortSignal
  readonly next: string
}

/** Subscribes to a user's own topic by MQTT over WebSocket, as the page does. Throws Miss. */
export async function listen({ realtime }: AppConfig, { userId, token, signal, next }: Listening): Promise<Realtime> {
  const { default: mqtt } = await import("mqtt")
  const url = new URL(realtime.url)
  url.searchParams.set("x-amz-customauthorizer-name", realtime.authorizer)
  const client = mqtt.connect(url.href, {
    protocolVersion: 5,
    clientId: `${userId}-darkroom-verify`,
    username: "",
    password: token,
    reconnectPeriod: 0,
    connectTimeout: CONNECT_SECONDS * 1_000,
  })
  const heard: { readonly photoId: string; readonly event: string }[] = []
  client.on("message", (_, payload) => void heard.push(JSON.parse(payload.toString()) as (typeof heard)[number]))
  const subscribed = new Promise<void>((resolve, reject) => {
    client.on("error", reject)
    client.on("close", () => reject(new Error("the connection was refused or closed")))
    client.on("connect", () => {
      client.subscribe(`${realtime.topic}/${userId}`, { qos: 1 }, (error, granted = []) => {
        if (error) return reject(error)
        const refused = granted.some(({ qos }) => qos >= 128)
        if (refused) reject(new Error("the subscription was refused"))
        else resolve()
      })
    })
  })
  const done = new AbortController()
  const late = pause(CONNECT_SECONDS * 1_000, AbortSignal.any([signal, done.signal])).then(() => {
    throw new Error("no answer")
  })
  try {
    await Promise.race([subscribed, late])
  } catch (error) {
    client.end(true)
    throw new Miss({
      expected: `a subscription to ${realtime.topic}/<user> at ${url.origin} within ${CONNECT_SECONDS} s`,
      found: (error as Error).message,
      next,
    })
  } finally {
    done.abort()
    late.catch(() => {})
    subscribed.catch(() => {})
  }
  return {
    eventsOf: (photoId) => heard.filter((message) => message.photoId === photoId).map(({ event }) => event),
    close: () => void client.end(true),
  }
}
