import { expect, it } from "vitest"
import { type ClientAction, connectionPolicy } from "./connection-policy.ts"
import { allow, iotArn } from "./testing.ts"

function policy(statements: object[], clientId = "ada-1") {
  const document = JSON.stringify({ Version: "2012-10-17", Statement: statements })
  return connectionPolicy([document], { clientId, region: "us-east-1", accountId: "000000000000" })
}

it.each<[ClientAction, string, string]>([
  ["Connect", "client/", "ada-1"],
  ["Subscribe", "topicfilter/", "users/ada"],
  ["Receive", "topic/", "users/ada"],
  ["Publish", "topic/", "users/ada"],
])("names what iot:%s is about %s", (action, prefix, name) => {
  const allows = policy([allow(action, `${prefix}${name}`)])
  expect(allows(action, name)).toBe(true)
  expect(allows(action, `${name}/more`)).toBe(false)
})

it("takes * for any characters and MQTT's own wildcards for themselves", () => {
  const allows = policy([allow("Subscribe", "topicfilter/a/*", "topicfilter/b/+")])
  expect(["a/b/c", "a/#", "b/+"].map((name) => allows("Subscribe", name))).toEqual([true, true, true])
  expect(["b/c", "b/#", "c"].map((name) => allows("Subscribe", name))).toEqual([false, false, false])
})

it("puts the client id where a policy says ${iot:ClientId}, whatever is in it", () => {
  const statements = [allow("Publish", "topic/from/${iot:ClientId}")]
  expect(policy(statements, "ada-1")("Publish", "from/ada-1")).toBe(true)
  expect(policy(statements, "*")("Publish", "from/ada-1")).toBe(false)
  expect(policy(statements, 'a"b')("Publish", 'from/a"b')).toBe(true)
})

it("lets a denial win, in whichever document it is", () => {
  const allowed = { Version: "2012-10-17", Statement: [allow("*", "*")] }
  const denied = { Version: "2012-10-17", Statement: [{ ...allow("Publish", "topic/a"), Effect: "Deny" }] }
  const options = { clientId: "ada-1", region: "us-east-1", accountId: "000000000000" }
  const allows = connectionPolicy(
    [allowed, denied].map((document) => JSON.stringify(document)),
    options,
  )
  expect([allows("Publish", "a"), allows("Publish", "b")]).toEqual([false, true])
})

it("allows nothing of another account", () => {
  const Resource = iotArn("topic/a").replace("000000000000", "111111111111")
  expect(policy([{ Effect: "Allow", Action: "iot:Publish", Resource }])("Publish", "a")).toBe(false)
})
