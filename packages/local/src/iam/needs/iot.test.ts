import { Readable } from "node:stream"
import { expect, it } from "vitest"
import { iotNeeds } from "./iot.ts"

function needsOf(method: string, path: string) {
  const request = { method, path, query: new URLSearchParams("qos=1"), headers: {}, caller: { accessKeyId: "F" } }
  const arns = { region: "us-east-1", accountId: "0" }
  return iotNeeds({ ...request, body: Readable.from([]) }, Buffer.alloc(0), arns)
}

it.each(["/topics/app%2Fdev%2Fusers%2Fada", "/topics/app/dev/users/ada"])(
  "needs iot:Publish on the topic: %s",
  (path) => {
    const resource = "arn:aws:iot:us-east-1:0:topic/app/dev/users/ada"
    expect(needsOf("POST", path)).toEqual([{ action: "iot:Publish", resource }])
  },
)

it("takes a topic that looks like an ARN for a name", () => {
  const resource = "arn:aws:iot:us-east-1:0:topic/arn:aws:iot:us-east-1:0:topic/other"
  expect(needsOf("POST", "/topics/arn%3Aaws%3Aiot%3Aus-east-1%3A0%3Atopic%2Fother")?.[0]?.resource).toBe(resource)
})

it("knows no permission for what the engine does not do", () => {
  expect(needsOf("GET", "/things/camera/shadow")).toBeUndefined()
})
