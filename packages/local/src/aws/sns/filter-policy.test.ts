import { describe, expect, it } from "vitest"
import { PublishCommand } from "@aws-sdk/client-sns"
import { compileFilterPolicy } from "./filter-policy.ts"
import { sqs, testSns, TopicArn, wiredSns } from "./testing.ts"

const text = (Value: string) => ({ Type: "String", Value })
const number = (Value: string) => ({ Type: "Number", Value })
const array = (...values: unknown[]) => ({ Type: "String.Array", Value: JSON.stringify(values) })
const binary = { Type: "Binary", Value: "AAEC" }

describe("a policy for message attributes", () => {
  it.each<[string, object, object, boolean]>([
    ["a string", { a: ["x", "y"] }, { a: text("y") }, true],
    ["a string in another case", { a: ["x"] }, { a: text("X") }, false],
    ["a string with a custom type", { a: ["x"] }, { a: { Type: "String.color", Value: "x" } }, true],
    ["all of its attributes", { a: ["x"], b: ["y"] }, { a: text("x"), b: text("y"), c: text("z") }, true],
    ["not one of its attributes alone", { a: ["x"], b: ["y"] }, { a: text("x") }, false],
    ["a number, however written", { a: [100] }, { a: number("1e2") }, true],
    ["a number, not its text", { a: ["100"] }, { a: number("100") }, false],
    ["a text, not its number", { a: [100] }, { a: text("100") }, false],
    ["a range of numbers", { a: [{ numeric: [">", 0, "<=", 5] }] }, { a: { Type: "Number.int", Value: "5" } }, true],
    ["any element of an array", { a: ["x"] }, { a: array("w", "x") }, true],
    [
      "numbers, true and null in an array",
      { a: [1], b: [true], c: [null] },
      { a: array(1), b: array(true), c: array(null) },
      true,
    ],
    ["an array one of whose elements is another", { a: [{ "anything-but": ["x"] }] }, { a: array("x", "y") }, true],
    ["not an array that is no JSON", { a: ["["] }, { a: { Type: "String.Array", Value: "[" } }, false],
    ["not bytes", { a: ["AAEC"] }, { a: binary }, false],
    ["not bytes by anything-but", { a: [{ "anything-but": "x" }] }, { a: binary }, false],
    ["bytes as nothing", { a: [{ exists: false }] }, { a: binary }, true],
    ["an attribute's presence", { a: [{ exists: true }] }, { a: number("0") }, true],
    ["not an absent attribute's presence", { a: [{ exists: true }] }, { b: text("x") }, false],
    ["an attribute's absence", { a: [{ exists: false }] }, { b: text("x") }, true],
    ["not a message without any attributes", { a: [{ exists: false }] }, {}, false],
    ["absence or another value", { a: [{ exists: false }, { "anything-but": ["x"] }] }, { a: text("x") }, false],
    ["anything but a value", { a: [{ "anything-but": ["x"] }] }, { a: text("y") }, true],
    ["not an absent attribute by anything-but", { a: [{ "anything-but": ["x"] }] }, { b: text("y") }, false],
    ["anything but numbers", { a: [{ "anything-but": [1, 2] }] }, { a: number("2") }, false],
    ["anything but a prefix", { a: [{ "anything-but": { prefix: "x-" } }] }, { a: text("x-1") }, false],
    ["anything but a wildcard", { a: [{ "anything-but": { wildcard: "*.tmp" } }] }, { a: text("a.jpg") }, true],
    ["a prefix", { a: [{ prefix: "ba" }] }, { a: text("basket") }, true],
    ["a suffix", { a: [{ suffix: "ball" }] }, { a: text("basket") }, false],
    ["a wildcard", { a: [{ wildcard: "*/in/*" }] }, { a: text("a/in/b") }, true],
    ["any case", { a: [{ "equals-ignore-case": "TENNIS" }] }, { a: text("Tennis") }, true],
    ["an address in a range", { a: [{ cidr: "10.0.0.0/24" }] }, { a: text("10.0.0.255") }, true],
    ["an address outside of a range", { a: [{ cidr: "10.0.0.0/24" }] }, { a: text("10.1.1.0") }, false],
    ["one branch of $or", { s: ["x"], $or: [{ a: ["x"] }, { b: [1] }] }, { s: text("x"), b: number("1") }, true],
    ["not $or without the rest", { s: ["x"], $or: [{ a: ["x"] }, { b: [1] }] }, { b: number("1") }, false],
    ["a name with dots", { "a.b": ["x"] }, { "a.b": text("x") }, true],
    ["everything, where it is empty", {}, {}, true],
  ])("takes %s", (_name, policy, attributes, expected) => {
    expect(compileFilterPolicy(policy)("text", attributes as never)).toBe(expected)
  })
})

describe("a policy for the message body", () => {
  it.each<[string, object, string, boolean]>([
    ["nested values", { a: { b: ["x"] } }, '{"a":{"b":"x"}}', true],
    ["other nested values", { a: { b: ["x"] } }, '{"a":{"b":"y"}}', false],
    ["any element of an array", { a: ["x"] }, '{"a":["w","x"]}', true],
    ["null", { a: [null] }, '{"a":null}', true],
    ["null as no presence", { a: [{ exists: true }] }, '{"a":null}', false],
    ["false as presence", { a: [{ exists: true }] }, '{"a":false}', true],
    ["absence below a missing parent", { a: { b: [{ exists: false }] } }, "{}", true],
    ["numbers and keywords", { a: [1.5], b: [true] }, '{"a":1.5,"b":true}', true],
    ["nested $or", { a: { $or: [{ b: ["x"] }, { c: ["y"] }] } }, '{"a":{"c":"y"}}', true],
    ["text that is no JSON", { a: [{ exists: false }] }, "hello", false],
    ["JSON that is no object", { a: [{ exists: false }] }, "[1]", false],
    ["no attributes instead", { a: ["x"] }, "{}", false],
  ])("decides on %s", (_name, policy, message, expected) => {
    const filter = compileFilterPolicy(policy, { scope: "MessageBody" })
    expect(filter(message, { a: text("x") })).toBe(expected)
  })
})

describe("a policy that SNS refuses", () => {
  const values = (count: number) => Array.from({ length: count }, (_, index) => `v${index}`)
  const keys = (count: number) => Object.fromEntries(values(count).map((key) => [key, ["x"]]))

  it.each<[string, unknown, string]>([
    ["is no JSON", "{", "failed to parse JSON."],
    ["is no object", "[]", "must be a JSON object"],
    ["has six keys", keys(6), "Filter policy can not have more than 5 keys"],
    ["has 151 values", { a: values(151) }, "Filter policy is too complex"],
    ["multiplies to 151 and more", { a: values(19), b: values(8) }, "Filter policy is too complex"],
    ["has a value without an array", { a: "x" }, '"a" must be an object or an array'],
    ["has an array in an array", { a: [["x"]] }, "Match value must be String, number, true, false, or null"],
    ["has an empty array", { a: [] }, "Empty arrays are not allowed"],
    ["has an operator that nobody knows", { a: [{ like: "x" }] }, "Unrecognized match type like"],
    ["has EventBridge's own operator", { a: [{ exactly: "x" }] }, "Unrecognized match type exactly"],
    [
      "ignores the case of a prefix",
      { a: [{ prefix: { "equals-ignore-case": "x" } }] },
      "prefix match pattern must be a string",
    ],
    ["refuses a suffix", { a: [{ "anything-but": { suffix: "x" } }] }, "Unsupported anything-but pattern: suffix"],
    ["has two operators", { a: [{ prefix: "x", suffix: "y" }] }, "Only one key allowed in match expression"],
    ["has an empty range", { a: [{ numeric: [">", 3, "<", 1] }] }, "Bottom must be less than top"],
    ["has a number too large", { a: [{ numeric: ["<", 1_000_000_001] }] }, "Numbers must be between"],
    ["has four wildcards", { a: [{ wildcard: "*a*b*c*" }] }, "More than 3 wildcards"],
    [
      "asks whether for something else",
      { a: [{ exists: "no" }] },
      "exists match pattern must be either true or false.",
    ],
  ])("%s", (_name, policy, reason) => {
    expect(() => compileFilterPolicy(policy)).toThrow(`Invalid parameter: FilterPolicy: `)
    expect(() => compileFilterPolicy(policy)).toThrow(reason)
  })

  it("is nested, for attributes", () => {
    const reason = "Invalid parameter: Filter policy scope MessageAttributes does not support nested filter policy"
    expect(() => compileFilterPolicy({ a: { b: ["x"] } })).toThrow(reason)
    expect(() => compileFilterPolicy({ $or: [{ a: ["x"] }, { a: { b: ["x"] } }] })).toThrow(reason)
  })

  it("has too many combinations, its levels counted", () => {
    const body = (policy: object) => () => compileFilterPolicy(policy, { scope: "MessageBody" })
    expect(body({ a: { b: { c: values(4) } }, d: { e: values(3) }, f: values(2) })).not.toThrow()
    expect(body({ a: { b: { c: values(4) } }, d: { e: values(3) }, f: values(3) })).toThrow("too complex")
    expect(body({ $or: [{ a: values(75) }, { b: values(75) }] })).not.toThrow()
    expect(body({ $or: [{ a: values(75) }, { b: values(76) }] })).toThrow("too complex")
  })

  it("keeps the engine from starting, and is named", () => {
    const subscriptions = [sqs({ filterPolicy: keys(6) })]
    expect(() => testSns({ subscriptions })).toThrow(
      expect.objectContaining({
        code: "InvalidParameter",
        message: `Subscription ${TopicArn}:sqs: Invalid parameter: FilterPolicy: Filter policy can not have more than 5 keys`,
      }),
    )
  })
})

describe("a subscription with a policy", () => {
  it("gets what matches; the outbox says of the rest that nobody wants it", async () => {
    const { client, delivered, sns } = await wiredSns([sqs({ filterPolicy: '{"kind":["photo"]}' })])
    const publish = (kind: string) =>
      client.send(
        new PublishCommand({
          TopicArn,
          Message: kind,
          MessageAttributes: { kind: { DataType: "String", StringValue: kind } },
        }),
      )
    await publish("photo")
    await publish("video")
    await sns.idle()
    expect(delivered.map(([, body]) => JSON.parse(body) as object)).toMatchObject([{ Message: "photo" }])
    expect(sns.outbox()).toMatchObject([{ message: "video", protocol: null, endpoint: null }])
  })

  it("looks at the text for its own protocol", async () => {
    const body = sqs({ filterPolicy: { kind: ["photo"] }, filterPolicyScope: "MessageBody" })
    const { client, delivered, sns } = await wiredSns([body])
    const Message = JSON.stringify({ default: "short", sqs: '{"kind":"photo"}' })
    await client.send(new PublishCommand({ TopicArn, Message, MessageStructure: "json" }))
    await client.send(new PublishCommand({ TopicArn, Message: "short" }))
    await sns.idle()
    expect(delivered).toHaveLength(1)
  })
})
