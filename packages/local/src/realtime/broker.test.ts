import http from "node:http"
import { describe, expect, it, vi } from "vitest"
import { answer, adaOnly, allow, connected, next, nextMessage, passwordOf, refusalOf, testBroker } from "./testing.ts"

const topic = "app/dev/users/ada"

/** MQTT 3.1.1 and 5, with the codes by which each refuses a client. */
const versions = [
  { protocolVersion: 4, notAuthorized: 5 },
  { protocolVersion: 5, notAuthorized: 0x87 },
] as const

describe.each(versions)("MQTT by protocol version $protocolVersion", ({ protocolVersion, notAuthorized }) => {
  it.each([0, 1] as const)("brings the owner what is published to the owner's topic with QoS %i", async (qos) => {
    const { broker, client } = await testBroker()
    const ada = await connected(client({ protocolVersion }))
    expect(await ada.subscribeAsync(topic, { qos })).toMatchObject([{ topic, qos }])
    const message = nextMessage(ada)
    await broker.publish(topic, "ready", { qos })
    expect(await message).toEqual({ topic, text: "ready" })
  })

  it("carries messages larger than one frame's length byte", async () => {
    const { broker, client } = await testBroker()
    const ada = await connected(client({ protocolVersion }))
    await ada.subscribeAsync(topic)
    const message = nextMessage(ada)
    await broker.publish(topic, "x".repeat(100_000))
    expect((await message).text).toHaveLength(100_000)
  })

  it("shows who is connected and what they subscribe to", async () => {
    const { broker, client } = await testBroker()
    const ada = await connected(client({ protocolVersion }))
    await ada.subscribeAsync(topic)
    await vi.waitFor(() => expect(broker.connections()).toEqual([{ clientId: "ada-1", topics: [topic] }]))
    await ada.unsubscribeAsync(topic)
    await vi.waitFor(() => expect(broker.connections()).toEqual([{ clientId: "ada-1", topics: [] }]))
    await ada.endAsync()
    await vi.waitFor(() => expect(broker.connections()).toEqual([]))
  })

  it.each([
    ["another user's client id", { clientId: "bob-1" }],
    ["another token", { password: "bob" }],
    ["an empty token", { password: "" }],
    ["no token", { username: "", password: undefined }],
  ])("refuses %s", async (_, changes) => {
    const { broker, client } = await testBroker()
    expect(await refusalOf(client({ protocolVersion, ...changes }))).toBe(notAuthorized)
    expect(broker.connections()).toEqual([])
  })

  it("refuses a client that names no authorizer, or one that is not there", async () => {
    const { client, refusals } = await testBroker()
    expect(await refusalOf(client({ protocolVersion }, ""))).toBe(notAuthorized)
    expect(await refusalOf(client({ protocolVersion }, "?x-amz-customauthorizer-name=Other"))).toBe(notAuthorized)
    expect(refusals).toEqual([
      expect.stringContaining("it names no authorizer"),
      expect.stringContaining("no authorizer is named Other"),
    ])
  })

  it("refuses a client without a client id", async () => {
    const { client, events } = await testBroker()
    const code = await refusalOf(client({ protocolVersion, clientId: "" }))
    expect(code).toBe(protocolVersion === 5 ? 0x85 : 2)
    expect(events).toEqual([])
  })

  it("disconnects a client that publishes what it may not, and delivers nothing of it", async () => {
    const { broker, client, refusals } = await testBroker()
    const [ada, other] = [await connected(client({ protocolVersion })), await connected(client({ clientId: "ada-2" }))]
    await other.subscribeAsync(topic)
    const received = vi.fn()
    other.on("message", (_, payload) => received(payload.toString()))
    ada.publish(topic, "forged")
    await next(ada, "close")
    await broker.publish(topic, "real")
    await vi.waitFor(() => expect(received).toHaveBeenCalled())
    expect(received.mock.calls).toEqual([["real"]])
    expect(refusals).toEqual([`ada-1 may not publish to ${topic}`])
  })

  it("disconnects a client when its time is over", async () => {
    const { broker, clock, client } = await testBroker()
    const ada = await connected(client({ protocolVersion }))
    clock.advance(3_599_000)
    expect(broker.connections()).toHaveLength(1)
    const closed = next(ada, "close")
    clock.advance(1_000)
    await closed
    expect(broker.connections()).toEqual([])
  })
})

it.each(["app/dev/users/bob", "app/dev/users/+", "app/dev/users/#", "#"])(
  "refuses a client of MQTT 5 the subscription to %s and leaves it connected",
  async (other) => {
    const { broker, client } = await testBroker()
    const ada = await connected(client({ protocolVersion: 5 }))
    await expect(ada.subscribeAsync(other)).rejects.toHaveProperty("packet.granted", [0x87])
    expect(broker.connections()).toEqual([{ clientId: "ada-1", topics: [] }])
  },
)

it("closes the connection of a client of MQTT 3.1.1 that subscribes to another's topic, as AWS does", async () => {
  const { client, refusals } = await testBroker()
  const ada = await connected(client())
  ada.subscribe("app/dev/users/bob", () => {})
  await next(ada, "close")
  expect(refusals).toEqual(["ada-1 may not subscribe to app/dev/users/bob"])
})

it("tells a client of MQTT 5 why it is disconnected", async () => {
  const { clock, client } = await testBroker()
  const ada = await connected(client({ protocolVersion: 5 }))
  const told = next(ada, "disconnect")
  clock.advance(3_600_000)
  expect((await told)[0]).toMatchObject({ reasonCode: 0x87 })
})

it("answers an unsubscription of MQTT 5 for each of its topics", async () => {
  const { client } = await testBroker()
  const ada = await connected(client({ protocolVersion: 5 }))
  await ada.subscribeAsync(topic)
  const packet = next(ada, "packetreceive")
  ada.unsubscribe([topic, "another"])
  expect((await packet)[0]).toMatchObject({ cmd: "unsuback", granted: [0, 0] })
})

it("disconnects who publishes with QoS 2, which AWS does not have", async () => {
  const { client } = await testBroker(() => answer([allow("Connect", "client/*"), allow("Publish", "topic/*")]))
  const ada = await connected(client())
  ada.publish(topic, "twice", { qos: 2 }, () => {})
  await next(ada, "close")
})

it("lets clients publish to one another where their policies allow it", async () => {
  const both = ["Subscribe", "topicfilter/room/*"] as const
  const statements = [
    allow("Connect", "client/*"),
    allow(...both),
    allow("Receive", "*"),
    allow("Publish", "topic/room/*"),
  ]
  const { client } = await testBroker(() => answer(statements))
  const [ada, bob] = [await connected(client({ protocolVersion: 5 })), await connected(client({ clientId: "bob" }))]
  await bob.subscribeAsync("room/+", { qos: 1 })
  const message = nextMessage(bob)
  await ada.publishAsync("room/1", "hello", { qos: 1, properties: { userProperties: { a: "b" } } })
  expect(await message).toEqual({ topic: "room/1", text: "hello" })
})

it("delivers only what the client may receive", async () => {
  const statements = [allow("Connect", "*"), allow("Subscribe", "*"), allow("Receive", "topic/open/*")]
  const { broker, client } = await testBroker(() => answer(statements))
  const ada = await connected(client())
  await ada.subscribeAsync(["#", "$SYS/#"])
  const message = nextMessage(ada)
  await broker.publish("secret/1", "no")
  await broker.publish("open/1", "yes")
  expect(await message).toEqual({ topic: "open/1", text: "yes" })
})

it("keeps a retained message for who subscribes later", async () => {
  const { broker, client } = await testBroker()
  await broker.publish(topic, "last", { retain: true })
  const ada = await connected(client())
  const message = nextMessage(ada)
  await ada.subscribeAsync(topic)
  expect((await message).text).toBe("last")
})

it("tells the authorizer what AWS does", async () => {
  const { events, client } = await testBroker()
  await connected(client({ username: "?a=b" }))
  expect(events).toMatchObject([
    {
      signatureVerified: false,
      protocols: ["http", "mqtt"],
      protocolData: {
        http: { queryString: "?x-amz-customauthorizer-name=Live", headers: { upgrade: "websocket" } },
        mqtt: { username: "?a=b", password: Buffer.from("ada").toString("base64"), clientId: "ada-1" },
      },
      connectionMetadata: { id: expect.stringMatching(/^[0-9a-f-]{36}$/) },
    },
  ])
})

it("finds the authorizer's name behind the user name, and a path below its own", async () => {
  const { client } = await testBroker()
  await connected(client({ username: "me?x-amz-customauthorizer-name=Live" }, "/mqtt"))
})

it("closes the older of two connections of one client id", async () => {
  const { broker, client } = await testBroker()
  const first = await connected(client())
  const closed = next(first, "close")
  await connected(client())
  await closed
  await vi.waitFor(() => expect(broker.connections()).toHaveLength(1))
})

it("asks the authorizer again when it said so, and takes its new policy", async () => {
  let round = 0
  const { clock, events, client } = await testBroker((event) => ({
    ...adaOnly(event),
    refreshAfterInSeconds: 300,
    ...(round++ > 0 ? answer([allow("Connect", "*"), allow("Subscribe", "topicfilter/new")]) : {}),
  }))
  const ada = await connected(client({ protocolVersion: 5 }))
  await expect(ada.subscribeAsync("new")).rejects.toThrow("Not authorized")
  clock.advance(300_000)
  await vi.waitFor(async () => void (await ada.subscribeAsync("new")))
  expect(events).toHaveLength(2)
})

it("disconnects a client that the authorizer does not let in again", async () => {
  let valid = true
  const { clock, client } = await testBroker((event) => ({
    ...adaOnly(event),
    refreshAfterInSeconds: 300,
    isAuthenticated: valid,
  }))
  const ada = await connected(client())
  valid = false
  const closed = next(ada, "close")
  clock.advance(300_000)
  await closed
})

it.each<[string, unknown, string]>([
  ["nothing", undefined, "returned no object"],
  ["another principal", answer([], { principalId: "a-b" }), "principalId"],
  ["too short a time", answer([], { disconnectAfterInSeconds: 299 }), "disconnectAfterInSeconds must be 300 to 86400"],
  ["no refresh", answer([], { refreshAfterInSeconds: undefined }), "refreshAfterInSeconds"],
  ["no policy", answer([], { policyDocuments: [] }), "1 to 10 documents"],
  ["too long a policy", answer([], { policyDocuments: ["x".repeat(2049)] }), "longer than 2048"],
  ["a policy that is no JSON", answer([], { policyDocuments: ["{"] }), "JSON"],
  ["a policy with a variable that is unknown", answer([allow("Connect", "${iot:Certificate.Subject}")]), "variable"],
  ["no permission to connect", answer([allow("Subscribe", "*")]), "does not allow iot:Connect"],
])("refuses a client whose authorizer answers %s", async (_, value, reason) => {
  const { client, refusals } = await testBroker(() => value)
  expect(await refusalOf(client())).toBe(5)
  expect(refusals).toEqual([expect.stringContaining(reason)])
})

it("refuses a client whose authorizer throws, or is not there", async () => {
  const throwing = await testBroker(() => Promise.reject(new Error("boom")))
  expect(await refusalOf(throwing.client())).toBe(5)
  const missing = await testBroker(adaOnly, { functions: () => new Map() })
  expect(await refusalOf(missing.client())).toBe(5)
})

it("never says the token", async () => {
  const { client, refusals } = await testBroker((event) => Promise.reject(new Error(passwordOf(event))))
  await refusalOf(client({ password: "secret-token" }))
  expect(refusals.join()).not.toContain("secret-token")
})

it("leaves requests for other paths alone, and takes none that does not speak MQTT", async () => {
  const { url, broker } = await testBroker()
  const status = (address: string) =>
    new Promise<number | undefined>((resolve, reject) => {
      const headers = { connection: "Upgrade", upgrade: "websocket" }
      const request = http.get(address.replace("ws:", "http:"), { headers })
      request.on("response", ({ statusCode }) => resolve(statusCode)).on("error", reject)
    })
  expect(await status(`${url}ly`)).toBe(404)
  expect(await status(url)).toBe(400)
  expect(broker.connections()).toEqual([])
})

it.each([
  ["no MQTT", Buffer.from([0, 0])],
  ["a packet cut short", Buffer.from([0x10, 3, 0, 4, 77])],
  ["an endless length", Buffer.from([0x30, 0xff, 0xff, 0xff, 0xff, 0xff])],
  ["too large a packet", Buffer.from([0x30, 0xff, 0xff, 0x7f])],
  ["a packet before it connects", Buffer.from([0xc0, 0])],
])("ends the connection of a client that sends %s", async (_, bytes) => {
  const { url, broker } = await testBroker()
  const socket = new WebSocket(url, ["mqtt"])
  const closed = new Promise((resolve) => socket.addEventListener("close", resolve))
  socket.addEventListener("open", () => socket.send(bytes))
  await closed
  expect(broker.connections()).toEqual([])
})

it("ends all connections when it is closed, of clients that have not said anything yet too", async () => {
  const { url, broker, client } = await testBroker()
  const ada = await connected(client())
  const silent = new WebSocket(url, ["mqtt"])
  await new Promise((resolve) => silent.addEventListener("open", resolve))
  const closed = Promise.all([next(ada, "close"), new Promise((resolve) => silent.addEventListener("close", resolve))])
  await broker.close()
  await closed
  expect(broker.connections()).toEqual([])
})
