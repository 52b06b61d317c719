import { describe, expect, it } from "vitest"
import { compilePattern } from "./pattern.ts"

const compiled = (...elements: unknown[]) => compilePattern({ resources: elements })

describe("EventBridge takes a wildcard", () => {
  it.each([
    "*",
    "*.jpg",
    "images/*/original/*.jpg",
    "arn:aws:events:*:*:event-bus/*",
    "/Users/*/dir/dir/dir/dir/dir/doc.txt",
    "a\\*a\\*a\\*a\\*a\\*a\\*a\\*a\\*a\\*a\\*a\\*a",
    `${"x".repeat(500)}*`,
    "*/abcdefghijklmnopqrstuvwxyz0123456789",
  ])("%s", (wildcard) => expect(() => compiled({ wildcard })).not.toThrow())

  it("that is one of many with different beginnings", () => {
    const elements = "abcdefghijklmnopqrstuvwxyz".split("").map((letter) => ({ wildcard: `${letter}/*/original/*` }))
    expect(() => compiled(...elements)).not.toThrow()
  })
})

describe("EventBridge refuses as too complex", () => {
  const TOO_COMPLEX = expect.objectContaining({
    code: "InvalidEventPatternException",
    message: expect.stringContaining("Rule is too complex - try using fewer wildcard characters"),
  })

  it.each(["*:*:*:*:*:event-bus/*", "*a*a*a*a*a*a", `*${"a".repeat(11)}`, `*${"ab".repeat(30)}`])("%s", (wildcard) => {
    expect(() => compiled({ wildcard })).toThrow(TOO_COMPLEX)
    expect(() => compiled({ "anything-but": { wildcard } })).toThrow(TOO_COMPLEX)
    expect(() => compiled({ "anything-but": { wildcard: ["b", wildcard] } })).toThrow(TOO_COMPLEX)
  })

  it("many wildcards of one field that match the same text", () => {
    const elements = Array.from({ length: 11 }, (_, index) => ({ wildcard: `*${index}` }))
    expect(() => compiled(...elements.slice(0, 9))).not.toThrow()
    expect(() => compiled(...elements)).toThrow(TOO_COMPLEX)
  })

  it("a pattern that would take long to judge, at once", () => {
    const wildcard = Array.from({ length: 12 }, (_, index) => `*${"abc".repeat(8)}${index}`).join("")
    expect(() => compiled({ wildcard })).toThrow(TOO_COMPLEX)
  })
})
