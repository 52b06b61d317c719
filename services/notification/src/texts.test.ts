import { type Decision, decisionExample, ImageCategorized, imageExample, ProcessingFailed } from "@darkroom/events"
import { busEvent, exampleEvent } from "@darkroom/testing"
import { describe, expect, it } from "vitest"
import { notificationOf } from "./texts.ts"

function decided(decision: Partial<Decision> = {}, key = "images/IMG_0042.jpg") {
  const image = { ...imageExample, key, profile: "images", owner: "shared" }
  return notificationOf(exampleEvent(ImageCategorized, { image, decision: { ...decisionExample, ...decision } }))
}

it("says what, why and where", () => {
  const { subject, message, sms } = decided()
  expect(subject).toBe("Success: IMG_0042.jpg")
  expect(message.split("\n")).toEqual([
    "Success: IMG_0042.jpg",
    "Why: Dog was seen at 97.4 %; 90 % are asked for.",
    "Where: s3://photos/images/IMG_0042.jpg",
    "It moves to: s3://photos/analyzed/success/0f3f9d9a-8e0b-5f0e-8a49-0d3c1c0c7b11/IMG_0042.jpg",
    "Rules: dogs, rule dog; photo 0f3f9d9a-8e0b-5f0e-8a49-0d3c1c0c7b11",
  ])
  expect(sms).toBe("Success: IMG_0042.jpg. Dog was seen at 97.4 %; 90 % are asked for.")
})

it("can be filtered by what it is about", () => {
  expect(decided().attributes).toEqual({
    eventType: "ImageCategorized",
    eventId: exampleEvent(ImageCategorized).metadata.id,
    imageId: imageExample.id,
    category: "success",
    profile: "images",
    rules: "dogs",
    rule: "dog",
    owner: "shared",
  })
  expect(decided({ rule: null, disposition: { kind: "none" } }).attributes).not.toHaveProperty("rule")
})

it.each([
  ["success", "QualitySuccess", "Success: IMG_0042.jpg"],
  ["failure", "QualityFailure", "Failure: IMG_0042.jpg"],
  ["review", "QualityReview", "Review: IMG_0042.jpg"],
] as const)("goes to the topic of %s", (category, topic, subject) => {
  expect(decided({ category, disposition: { kind: "tag" } })).toMatchObject({ topic, subject })
})

it("names no other place for an original that stays", () => {
  expect(decided({ disposition: { kind: "tag" } }).message).not.toContain("moves")
})

describe("a subject", () => {
  it.each([
    ["images/Größe.jpg", "Success: Gro?e.jpg"],
    ["images/日本.jpg", "Success: ??.jpg"],
    ["images/a\r\nBcc: x\u202Egpj.exe", "Success: a Bcc: x gpj.exe"],
    ["images/\u0000", "Success:"],
  ])("of %j is one line of ASCII", (key, subject) => {
    expect(decided({}, key).subject).toBe(subject)
  })

  it("of a long name keeps its beginning and its end, and is shorter than 100 characters", () => {
    const { subject } = decided({}, `images/${"a".repeat(300)}-0042.jpg`)
    expect(subject).toMatch(/^Success: a{75}\.\.\.aaa-0042\.jpg$/)
    expect(subject.length).toBe(99)
  })
})

it("keeps what an SMS holds, and whole characters of it", () => {
  const { sms } = decided({ reason: "🐕".repeat(200) })
  expect(Array.from(sms)).toHaveLength(140)
  expect(sms.isWellFormed()).toBe(true)
})

it("lets those filter who want the failures of one owner or profile", () => {
  const body = JSON.stringify(busEvent(exampleEvent(ImageCategorized)))
  const { attributes } = notificationOf(exampleEvent(ProcessingFailed, { body }))
  expect(attributes).toMatchObject({ owner: "ada", profile: "private-uploads", service: "tagging" })
})
