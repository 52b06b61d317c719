import { randomUUID } from "node:crypto"
import type { IncomingMessage } from "node:http"
import type { Duplex } from "node:stream"
import { Aedes, type AedesOptions, type AedesPublishPacket, type Client } from "aedes"
import { WebSocketServer } from "ws"
import type { Clock } from "../clock.ts"
import { LIVE_PATH } from "../local-addresses.ts"
import { type AuthorizerOptions, type ConnectCall, authorize } from "./authorizer.ts"
import { ConnectionRefused, NotAllowed } from "./errors.ts"
import { type MqttStream, mqttStream } from "./mqtt-stream.ts"
import { openSession, type Session } from "./session.ts"
import { REASONS } from "./to-mqtt-5.ts"

export interface RealtimeBrokerOptions extends AuthorizerOptions {
  readonly clock: Clock
  /** Where clients connect; what begins with it and a slash is as good. */
  readonly path?: string
  /** Clients that could not connect, and those that were disconnected for what they may not do. */
  readonly onRefused?: (error: Error) => void
}

export interface RealtimeConnection {
  readonly clientId: string
  /** The topic filters that it subscribes to. */
  readonly topics: readonly string[]
}

export interface PublishOptions {
  readonly qos?: 0 | 1
  /** Kept for who subscribes later, as long as the broker runs. */
  readonly retain?: boolean
}

export interface RealtimeBroker {
  /** Takes a WebSocket of a client; false for a request that is not for the broker. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean
  publish(topic: string, payload: Uint8Array | string, options?: PublishOptions): Promise<void>
  connections(): RealtimeConnection[]
  close(): Promise<void>
}

/** AWS's limit for a message, with room for the packet around it. */
const LARGEST_PACKET = 149_504
const IDENTIFIER_REJECTED = 2
const INTERNAL = "$SYS/"

/**
 * The message broker of AWS IoT Core: MQTT 3.1.1 and 5 over WebSocket, for clients that a custom authorizer lets in and as
 * far as its policies allow. https://docs.aws.amazon.com/iot/latest/developerguide/mqtt.html
 */
export function realtimeBroker(options: RealtimeBrokerOptions): RealtimeBroker {
  const { clock, path = LIVE_PATH, onRefused = () => {} } = options
  const sessions = new Map<Client, Session>()
  const protocols = (offered: Set<string>) => offered.has("mqtt") && "mqtt"
  const sockets = new WebSocketServer({ noServer: true, maxPayload: LARGEST_PACKET, handleProtocols: protocols })
  const aedes = new Aedes({ preConnect, authenticate, authorizePublish, authorizeSubscribe, authorizeForward })
  const ready = aedes.listen()

  function end(client: Client): void {
    streamOf(client).disconnect(REASONS.notAuthorized)
    client.close()
  }

  async function connect(client: Client, call: ConnectCall): Promise<boolean> {
    try {
      const authorization = await authorize(call, options)
      if (client.closed) return false
      const session = openSession(authorization, {
        clock,
        refresh: () => authorize(call, options),
        end(reason) {
          if (reason) onRefused(reason)
          end(client)
        },
      })
      sessions.set(client, session)
      client.conn.once("close", () => {
        session.close()
        sessions.delete(client)
      })
      return true
    } catch (error) {
      onRefused(error as Error)
      return false
    }
  }

  function refuse(client: Client, action: string, topic: string): NotAllowed {
    const error = new NotAllowed(client.id, action, topic)
    onRefused(error)
    return error
  }

  aedes.on("subscribe", (subscriptions, client) => {
    for (const { topic, qos } of subscriptions) if (Number(qos) <= 2) sessions.get(client)?.topics.add(topic)
  })
  aedes.on("unsubscribe", (topics, client) => {
    for (const topic of topics) sessions.get(client)?.topics.delete(topic)
  })

  function authenticate(...[client, username, password, done]: Parameters<Authenticate>): void {
    const { id: clientId, req: request } = client
    if (request === undefined) return done(null, false)
    const call = { id: randomUUID(), request, clientId, username, password }
    const admit = async () => done(null, await connect(client, call))
    void admit()
  }

  /** AWS disconnects who publishes what it may not, and has no QoS 2. A last will counts as published by its client. */
  function authorizePublish(...[client, { topic, qos }, done]: Parameters<AuthorizePublish>): void {
    const session = client && sessions.get(client)
    if (client && session?.allows("Publish", topic) && qos < 2) return done(null)
    if (client) streamOf(client).disconnect(qos < 2 ? REASONS.notAuthorized : REASONS.qosNotSupported)
    done(client ? refuse(client, "publish to", topic) : new Error(`Nobody publishes to ${topic}`))
  }

  /** MQTT 5 has a reason for a refused subscription; of older clients AWS closes the connection. */
  function authorizeSubscribe(...[client, subscription, done]: Parameters<AuthorizeSubscribe>): void {
    const { topic } = subscription
    if (sessions.get(client)?.allows("Subscribe", topic)) return done(null, subscription)
    const error = refuse(client, "subscribe to", topic)
    if (streamOf(client).isVersion5()) done(null, null)
    else done(error)
  }

  /** Looked at for each message. aedes tells of itself under $SYS/, which AWS does not have. */
  function authorizeForward(client: Client, packet: AedesPublishPacket): AedesPublishPacket | null {
    const allowed = sessions.get(client)?.allows("Receive", packet.topic)
    return allowed && !packet.topic.startsWith(INTERNAL) ? packet : null
  }

  function preConnect(...[client, packet, done]: Parameters<PreConnect>): void {
    if (packet.clientId !== "") return done(null, true)
    client.conn.write(Buffer.from([0x20, 2, 0, IDENTIFIER_REJECTED]))
    const error = new ConnectionRefused("a client", "it has no client id")
    onRefused(error)
    done(error, false)
  }

  return {
    upgrade(request, socket, head) {
      const [pathname = ""] = (request.url ?? "").split("?")
      if (pathname !== path && !pathname.startsWith(`${path}/`)) return false
      void ready.then(() =>
        sockets.handleUpgrade(request, socket, head, (opened) =>
          aedes.handle(mqttStream(opened, LARGEST_PACKET), request),
        ),
      )
      return true
    },
    publish: (topic, payload, { qos = 0, retain = false } = {}) =>
      new Promise((resolve, reject) =>
        aedes.publish({ cmd: "publish", topic, payload: Buffer.from(payload), qos, retain, dup: false }, (error) =>
          error ? reject(error) : resolve(),
        ),
      ),
    connections: () => [...sessions].map(([{ id }, { topics }]) => ({ clientId: id, topics: [...topics] })),
    async close() {
      await ready
      sockets.close()
      // Without ws's closing handshake, for which a sleeping browser can make wait.
      for (const socket of sockets.clients) socket.terminate()
      await new Promise<void>((resolve) => aedes.close(resolve))
    },
  }
}

type Hook<Name extends keyof AedesOptions> = NonNullable<AedesOptions[Name]>
type Authenticate = Hook<"authenticate">
type AuthorizePublish = Hook<"authorizePublish">
type AuthorizeSubscribe = Hook<"authorizeSubscribe">
type PreConnect = Hook<"preConnect">

function streamOf(client: Client): MqttStream {
  return client.conn as MqttStream
}
