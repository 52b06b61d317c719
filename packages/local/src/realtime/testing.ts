import http from "node:http"
import type { AddressInfo } from "node:net"
import { type IClientOptions, type MqttClient, connect } from "mqtt"
import { onTestFinished } from "vitest"
import { manualClock } from "../clock.ts"
import { type RealtimeBrokerOptions, realtimeBroker } from "./broker.ts"

const FUNCTION_ARN = "arn:aws:lambda:us-east-1:000000000000:function:LiveAuthorizer"

/** The ARN by which a policy names something of IoT. */
export const iotArn = (resource: string) => `arn:aws:iot:us-east-1:000000000000:${resource}`

export function allow(action: string, ...resources: string[]) {
  return { Effect: "Allow", Action: `iot:${action}`, Resource: resources.map(iotArn) }
}

/** What an authorizer answers: those statements, and what else is given. */
export function answer(statements: readonly object[], changes: object = {}) {
  return {
    isAuthenticated: true,
    principalId: "ada",
    disconnectAfterInSeconds: 3600,
    refreshAfterInSeconds: 86_400,
    policyDocuments: [{ Version: "2012-10-17", Statement: statements }],
    ...changes,
  }
}

/** Lets ada, by the token `ada`, connect by her own client ids, and subscribe to and receive her own topic. */
export function adaOnly(event: AuthorizerEvent): object {
  if (passwordOf(event) !== "ada") return answer([], { isAuthenticated: false })
  return answer([
    allow("Connect", "client/ada-*"),
    allow("Subscribe", "topicfilter/app/dev/users/ada"),
    allow("Receive", "topic/app/dev/users/ada"),
  ])
}

export interface AuthorizerEvent {
  readonly protocolData: {
    readonly mqtt: { readonly username?: string; readonly password?: string; readonly clientId: string }
    readonly http: { readonly headers: Record<string, string>; readonly queryString: string }
  }
}

export function passwordOf({ protocolData }: AuthorizerEvent): string {
  return Buffer.from(protocolData.mqtt.password ?? "", "base64").toString()
}

type Changes = { readonly [Name in keyof IClientOptions]?: IClientOptions[Name] | undefined }
type Authorizer = (event: AuthorizerEvent) => unknown

/** A broker behind an HTTP server, with an authorizer named `Live`. */
export async function testBroker(authorizer: Authorizer = adaOnly, options: Partial<RealtimeBrokerOptions> = {}) {
  const [clock, events, refusals] = [manualClock(), [] as AuthorizerEvent[], [] as string[]]
  async function invoke(event: unknown) {
    events.push(event as AuthorizerEvent)
    return authorizer(event as AuthorizerEvent)
  }
  const broker = realtimeBroker({
    realtimes: [{ id: "Live", authorizerName: "Live", functionArn: FUNCTION_ARN }],
    functions: () => new Map([[FUNCTION_ARN, { invoke }]]),
    clock,
    onRefused: ({ message }) => void refusals.push(message),
    ...options,
  })
  const server = http.createServer((_, response) => response.writeHead(404).end())
  server.on("upgrade", (request, socket, head) => {
    if (!broker.upgrade(request, socket, head)) socket.end("HTTP/1.1 404 Not Found\r\n\r\n")
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/_live`
  onTestFinished(async () => {
    await broker.close()
    server.close()
  })
  const client = (changes: Changes = {}, query = "?x-amz-customauthorizer-name=Live") =>
    testClient(`${url}${query}`, changes)
  return { broker, clock, events, refusals, url, client }
}

/** Ada's client unless the changes say otherwise; it does not connect by itself again. */
function testClient(url: string, changes: Changes): MqttClient {
  const ada = { clientId: "ada-1", username: "", password: "ada", protocolVersion: 4, reconnectPeriod: 0 }
  const client = connect(url, { ...ada, ...changes } as IClientOptions)
  client.on("error", () => {})
  onTestFinished(() => void client.end(true))
  return client
}

/** What comes with a client's next event of that name. */
export function next(client: MqttClient, event: "close" | "disconnect" | "message" | "packetreceive") {
  return new Promise<unknown[]>((resolve) => client.once(event, (...values: unknown[]) => resolve(values)))
}

/** Resolves when it is connected. */
export async function connected(client: MqttClient): Promise<MqttClient> {
  await new Promise<void>((resolve, reject) => {
    client.once("connect", () => resolve()).once("close", () => reject(new Error("closed")))
  })
  return client
}

/** The code by which a client was refused; undefined where the connection just ended. */
export async function refusalOf(client: MqttClient): Promise<number | undefined> {
  let code: number | undefined
  client.on("error", (error) => void (code = (error as { code?: number }).code))
  await next(client, "close")
  return code
}

export async function nextMessage(client: MqttClient): Promise<{ topic: string; text: string }> {
  const [topic, payload] = (await next(client, "message")) as [string, Buffer]
  return { topic, text: payload.toString() }
}
