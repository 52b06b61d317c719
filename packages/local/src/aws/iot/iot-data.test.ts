import { Readable } from "node:stream"
import { GetThingShadowCommand, IoTDataPlaneClient, PublishCommand } from "@aws-sdk/client-iot-data-plane"
import { expect, it, onTestFinished, vi } from "vitest"
import { manualClock } from "../../clock.ts"
import type { RealtimeBroker } from "../../realtime/broker.ts"
import { openStore } from "../../store.ts"
import { startGateway } from "../gateway.ts"
import { iotDataService } from "./iot-data.ts"

async function start() {
  const publish = vi.fn<RealtimeBroker["publish"]>(async () => {})
  const context = { clock: manualClock(), store: openStore(), region: "us-east-1", accountId: "000000000000" }
  const service = iotDataService({ publish }, context)
  const gateway = await startGateway({ port: 0, services: [service] })
  const credentials = { accessKeyId: "local", secretAccessKey: "local" }
  const client = new IoTDataPlaneClient({ region: "us-east-1", endpoint: gateway.url, credentials, maxAttempts: 1 })
  onTestFinished(async () => {
    client.destroy()
    await gateway.close()
    await service.close()
  })
  return { publish, client, service }
}

it("publishes with what the call says", async () => {
  const { publish, client } = await start()
  const payload = Buffer.from("ready")
  await client.send(new PublishCommand({ topic: "app/dev/users/ada é", payload, qos: 1, retain: true }))
  expect(publish).toHaveBeenCalledExactlyOnceWith("app/dev/users/ada é", payload, { qos: 1, retain: true })
})

it("publishes an empty message with QoS 0 unless the call says otherwise", async () => {
  const { publish, client } = await start()
  await client.send(new PublishCommand({ topic: "a" }))
  expect(publish).toHaveBeenCalledExactlyOnceWith("a", Buffer.alloc(0), { qos: 0, retain: false })
})

it.each([
  ["a wildcard", { topic: "a/#" }],
  ["another wildcard", { topic: "a/+/b" }],
  ["a topic of AWS's own", { topic: "$aws/things/a" }],
  ["too long a topic", { topic: "a".repeat(257) }],
  ["too deep a topic", { topic: "1/2/3/4/5/6/7/8/9" }],
  ["QoS 2", { topic: "a", qos: 2 }],
])("refuses %s", async (_, input) => {
  const { publish, client } = await start()
  const refused = client.send(new PublishCommand(input))
  await expect(refused).rejects.toMatchObject({ name: "InvalidRequestException", $metadata: { httpStatusCode: 400 } })
  expect(publish).not.toHaveBeenCalled()
})

it("takes a message of 128 KiB and none that is larger", async () => {
  const { publish, client } = await start()
  await client.send(new PublishCommand({ topic: "a", payload: Buffer.alloc(131_072) }))
  const tooLarge = client.send(new PublishCommand({ topic: "a", payload: Buffer.alloc(131_073) }))
  await expect(tooLarge).rejects.toMatchObject({ name: "RequestEntityTooLargeException" })
  expect(publish).toHaveBeenCalledOnce()
})

it.each([{ contentType: "text/plain" }, { messageExpiry: 60 }, { userProperties: "[]" }, { correlationData: "YQ==" }])(
  "says that it does not carry %j",
  async (properties) => {
    const { publish, client } = await start()
    const refused = client.send(new PublishCommand({ topic: "a", ...properties }))
    await expect(refused).rejects.toMatchObject({ $metadata: { httpStatusCode: 501 } })
    expect(publish).not.toHaveBeenCalled()
  },
)

it("names the operation that it does not have", async () => {
  const { client, service } = await start()
  const refused = client.send(new GetThingShadowCommand({ thingName: "camera" }))
  await expect(refused).rejects.toThrow("does not support iotdata:GET /things/camera/shadow")
  expect(service.operations).toEqual(["Publish"])
})

it("reports a broker that fails as a failure of AWS", async () => {
  const { publish, client } = await start()
  publish.mockRejectedValueOnce(new Error("no broker"))
  await expect(client.send(new PublishCommand({ topic: "a" }))).rejects.toMatchObject({
    $metadata: { httpStatusCode: 500 },
  })
})

it("reads a topic whose slashes are not encoded", async () => {
  const { publish, service } = await start()
  const request = { method: "POST", path: "/topics/a/b", query: new URLSearchParams(), headers: {} }
  await service.handle({ ...request, body: Readable.from([]), caller: { accessKeyId: "local" } })
  expect(publish.mock.calls[0]?.[0]).toBe("a/b")
})
