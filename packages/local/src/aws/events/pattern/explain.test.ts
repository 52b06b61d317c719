import { describe, expect, it } from "vitest"
import { explainPattern } from "./explain.ts"

const uploaded = {
  source: "photos",
  "detail-type": "ImageTagged",
  detail: {
    data: { key: "a.jpg", tags: ["cat", "dog"], nothing: [] },
    items: [
      { name: "Ann", role: { id: 1 } },
      { name: "Bob", role: { id: 2 } },
    ],
  },
}

describe("explainPattern", () => {
  it("has nothing to say of an event that matches", () => {
    expect(explainPattern({ detail: { data: { tags: ["dog"] } } }, uploaded)).toBeUndefined()
    expect(explainPattern('{"source":["photos"]}', uploaded)).toBeUndefined()
  })

  it("names the first field that does not match, in the pattern's order", () => {
    const pattern = { source: ["photos"], "detail-type": ["ImageUploaded"], detail: { data: { key: ["b"] } } }
    expect(explainPattern(pattern, uploaded)).toEqual({
      path: "detail-type",
      expected: ["ImageUploaded"],
      found: "ImageTagged",
      reason: 'detail-type is "ImageTagged"; the rule wants "ImageUploaded"',
    })
  })

  it.each<[string, object, string]>([
    ["an absent field", { size: [1] }, "detail.data.size is absent; the rule wants 1"],
    ["a field below a value", { key: { name: ["x"] } }, 'detail.data.key.name is absent; the rule wants "x"'],
    [
      "a field that should not be there",
      { key: [{ exists: false }] },
      'detail.data.key is "a.jpg"; the rule wants it to be absent',
    ],
    [
      "no element of a list",
      { tags: ["cow", null] },
      'detail.data.tags is ["cat","dog"]; the rule wants "cow" or null',
    ],
    [
      "an empty list",
      { nothing: [{ exists: true }] },
      "detail.data.nothing is [], which has no value of its own; the rule wants any value",
    ],
    ["prefix", { key: [{ prefix: "b" }] }, 'detail.data.key is "a.jpg"; the rule wants a string that starts with "b"'],
    [
      "suffix in any case",
      { key: [{ suffix: { "equals-ignore-case": ".PNG" } }, { exists: false }] },
      'detail.data.key is "a.jpg"; the rule wants a string that ends with ".PNG" in any case or no value',
    ],
    [
      "equals-ignore-case",
      { key: [{ "equals-ignore-case": "B" }] },
      'detail.data.key is "a.jpg"; the rule wants "B" in any case',
    ],
    ["wildcard", { key: [{ wildcard: "b*" }] }, 'detail.data.key is "a.jpg"; the rule wants a string like "b*"'],
    [
      "anything-but",
      { key: [{ "anything-but": ["a.jpg", "b"] }] },
      'detail.data.key is "a.jpg"; the rule wants anything but "a.jpg" or "b"',
    ],
    [
      "anything-but a prefix",
      { key: [{ "anything-but": { prefix: "a" } }] },
      'detail.data.key is "a.jpg"; the rule wants anything but a string that starts with "a"',
    ],
    [
      "numeric",
      { key: [{ numeric: [">", 0, "<=", 5] }] },
      'detail.data.key is "a.jpg"; the rule wants a number > 0 and <= 5',
    ],
    [
      "cidr",
      { key: [{ cidr: "10.0.0.0/8" }] },
      'detail.data.key is "a.jpg"; the rule wants an IP address in 10.0.0.0/8',
    ],
  ])("says of %s what is there and what is wanted", (_name, data, reason) => {
    expect(explainPattern({ detail: { data } }, uploaded)?.reason).toBe(reason)
  })

  it("says that the values are in different elements of an array", () => {
    const pattern = { detail: { items: { name: ["Ann"], role: { id: [2] } } } }
    expect(explainPattern(pattern, uploaded)).toEqual({
      path: "detail.items.role.id",
      expected: [2],
      found: [1, 2],
      reason: "no element of detail.items matches both detail.items.name and detail.items.role.id",
    })
  })

  it("names the inner array where only that one has them apart, and no field that is beside the point", () => {
    const pattern = { source: ["photos"], groups: { id: [1], items: { name: ["a"], size: [2] } } }
    const groups = [
      {
        id: 1,
        items: [
          { name: "a", size: 1 },
          { name: "b", size: 2 },
        ],
      },
      { id: 2 },
    ]
    expect(explainPattern(pattern, { ...uploaded, groups })?.reason).toBe(
      "no element of groups.items matches both groups.items.name and groups.items.size",
    )
  })

  it("names all fields of a conflict of three", () => {
    const list = [
      { a: 1, b: 1 },
      { b: 1, c: 1 },
      { a: 1, c: 1 },
    ]
    expect(explainPattern({ list: { a: [1], b: [1], c: [1] } }, { list })?.reason).toBe(
      "no element of list matches all of list.a, list.b and list.c",
    )
  })

  it("names each alternative's first mismatch for $or", () => {
    const branches = [{ key: ["b.jpg"] }, { size: [{ numeric: [">", 5] }], key: ["a.jpg"] }]
    expect(explainPattern({ detail: { data: { $or: branches } } }, uploaded)).toEqual({
      path: "detail.data.$or",
      expected: branches,
      found: undefined,
      reason:
        'no alternative of detail.data.$or matches: (1) detail.data.key is "a.jpg"; the rule wants "b.jpg", ' +
        "(2) detail.data.size is absent; the rule wants a number > 5",
    })
  })

  it("says what comes after an $or that holds", () => {
    const pattern = { $or: [{ source: ["photos"] }, { detail: ["x"] }], account: ["1"] }
    expect(explainPattern(pattern, uploaded)?.reason).toBe('account is absent; the rule wants "1"')
  })

  it("cuts long values", () => {
    expect(explainPattern({ a: ["y"] }, { a: "x".repeat(1_000) })?.reason.length).toBeLessThan(200)
  })

  it("refuses what is no pattern", () => {
    expect(() => explainPattern({ a: "x" }, {})).toThrow('"a" must be an object or an array')
  })
})
