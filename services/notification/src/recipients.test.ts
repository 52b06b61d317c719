import { describe, expect, it } from "vitest"
import { areSecrets, readRecipients } from "../../../stacks/recipients.ts"
import { subscriptionsOf } from "../../../stacks/subscriptions.ts"

const read = (...entries: object[]) => readRecipients({ DARKROOM_RECIPIENTS: JSON.stringify(entries) })
const quality = { name: "quality", email: "quality@example.com" }
const shop = { name: "shop", webhook: "https://shop.example.com/hooks?x=1" }

it.each([undefined, "", " ", "[]"])("tells nobody where the environment says %j", (text) => {
  expect(readRecipients({ DARKROOM_RECIPIENTS: text })).toEqual([])
})

it("takes people and systems, with what each wants", () => {
  const entries = [
    { ...quality, categories: ["failure"], profiles: ["moderation"], events: ["ImageCategorized"] },
    { name: "on-call", sms: "+4915112345678", owners: ["ada", "shared"] },
    shop,
    { name: "test", webhook: "http://127.0.0.1:8080/", events: ["ImageTagged"] },
  ]
  expect(read(...entries)).toEqual(entries)
})

describe("says which entry cannot be used, and why", () => {
  it.each<[object | string | number, string]>([
    [{ name: "a" }, 'DARKROOM_RECIPIENTS, entry 1 ("a") cannot be used: it needs one of email, sms and webhook'],
    [{ ...quality, ...shop }, "it needs one of"],
    [{ ...quality, email: "nobody" }, 'entry 1 ("quality") cannot be used: email: Invalid email'],
    [{ name: "a", sms: "0151 1234" }, "sms: a phone number as +4915112345678"],
    [{ ...shop, webhook: "http://shop.example.com/" }, "webhook: a URL with https"],
    [{ ...shop, webhook: "http://127.0.0.1.example.com/" }, "webhook: a URL with https"],
    [{ ...shop, webhook: "https://user:word@shop.example.com/" }, "webhook: a URL with https"],
    [{ ...shop, webhook: "shop" }, "webhook: a URL with https"],
    [{ ...quality, name: "the team" }, "name: letters, digits and hyphens"],
    [{ email: "a@example.com" }, "name: "],
    [{ ...quality, categories: ["maybe"] }, "categories.0: "],
    [{ ...quality, categories: [] }, "categories: "],
    [{ ...quality, profiles: ["nope"] }, "profiles.0: "],
    [{ ...quality, events: ["ImageTagged"] }, "events.0: "],
    [{ ...shop, events: ["ImageTagged", "Nope"] }, "events.1: "],
    [{ ...quality, owner: "ada" }, 'Unrecognized key: "owner"'],
    [{ ...quality, owners: Array.from({ length: 151 }, (_, index) => `u${index}`) }, "151 combinations"],
    [{ ...shop, owners: Array.from({ length: 400 }, (_, index) => `user-${index}`) }, "owners: more than"],
    ["quality@example.com", "entry 1 cannot be used: it needs one of"],
    [7, "it needs one of"],
  ])("%j", (entry, message) => {
    expect(() => readRecipients({ DARKROOM_RECIPIENTS: JSON.stringify([entry]) })).toThrow(message)
  })

  it.each(["{oops", "{}", '"x"'])("where %j is no list", (text) => {
    expect(() => readRecipients({ DARKROOM_RECIPIENTS: text })).toThrow("DARKROOM_RECIPIENTS is not a list in JSON")
  })

  it("where two have the same name, as resources do", () => {
    expect(() => read({ ...quality, name: "my-team" }, { ...shop, name: "MyTeam" })).toThrow('name "MyTeam"')
  })
})

describe("a person's subscriptions", () => {
  const of = (person: object) =>
    subscriptionsOf({ ...quality, ...person }).map(({ topic, filterPolicy }) => [topic, filterPolicy])

  it("are to all that people are told of", () => {
    expect(of({})).toEqual([
      ["success", undefined],
      ["failure", undefined],
      ["review", undefined],
      ["all", undefined],
    ])
  })

  it("are to the topics of the categories, where these are asked for", () => {
    expect(of({ categories: ["failure", "review"], profiles: ["moderation"] })).toEqual([
      ["failure", { profile: ["moderation"] }],
      ["review", { profile: ["moderation"] }],
    ])
  })

  it("are to the events that are asked for, of the owners that are", () => {
    expect(of({ events: ["ImageRejected"], owners: ["ada"] })).toEqual([
      ["all", { eventType: ["ImageRejected"], owner: ["ada"] }],
    ])
  })

  it("have names and places of their own", () => {
    const subscriptions = subscriptionsOf({ name: "on-call", sms: "+4915112345678", categories: ["failure"] })
    expect(subscriptions).toEqual([
      {
        id: "OnCallFailureSubscription",
        topic: "failure",
        protocol: "sms",
        endpoint: "+4915112345678",
        filterPolicy: undefined,
      },
    ])
  })
})

it.each([
  [`whsec_${btoa("x".repeat(24))}`, true],
  [`whsec_${btoa("x".repeat(64))} whsec_${btoa("y".repeat(32))}`, true],
  [`whsec_${btoa("x".repeat(23))}`, false],
  [`whsec_${btoa("x".repeat(65))}`, false],
  [btoa("x".repeat(32)), false],
  ["whsec_not base64 at all, but long enough", false],
  ["", false],
])("takes the secret %j: %j", (text, taken) => {
  expect(areSecrets(text)).toBe(taken)
})
