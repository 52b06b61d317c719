import { describe, expect, it } from "vitest"
import { compilePattern } from "./pattern.ts"
import { wildcard } from "./wildcard.ts"

const matches = (pattern: object, detail: object) => compilePattern({ detail: pattern })({ detail })
const people = {
  people: [
    { name: "Ann", role: { id: 1 } },
    { name: "Bob", role: { id: 2 } },
  ],
}

describe("compilePattern", () => {
  it.each<[string, object, object, boolean]>([
    ["a string", { a: ["x"] }, { a: "x" }, true],
    ["a number, however written", { a: [300] }, { a: 3e2 }, true],
    ["a number, not its text", { a: [300] }, { a: "300" }, false],
    ["true", { a: [true] }, { a: true }, true],
    ["null, which is not a missing field", { a: [null] }, {}, false],
    ["any element of an array", { a: ["y"] }, { a: ["x", "y"] }, true],
    ["elements of nested arrays", { a: ["z"] }, { a: [["x"], [["z"]]] }, true],
    ["keys joined by dots", { a: { b: ["x"] } }, { "a.b": "x" }, true],
    ["one of two alternatives and another field", { a: ["x"], b: ["y", "z"] }, { a: "x", b: "z" }, true],
    ["prefix", { a: [{ prefix: "ab" }] }, { a: "abc" }, true],
    ["prefix of a number", { a: [{ prefix: "1" }] }, { a: 12 }, false],
    ["prefix ignoring case", { a: [{ prefix: { "equals-ignore-case": "AB" } }] }, { a: "abc" }, true],
    ["suffix ignoring case", { a: [{ suffix: { "equals-ignore-case": ".JPG" } }] }, { a: "x.jpg" }, true],
    ["equals-ignore-case", { a: [{ "equals-ignore-case": "ABC" }] }, { a: "abc" }, true],
    ["anything-but a value", { a: [{ "anything-but": "x" }] }, { a: "x" }, false],
    ["anything-but, one element of which is another", { a: [{ "anything-but": "x" }] }, { a: ["x", "y"] }, true],
    ["anything-but numbers", { a: [{ "anything-but": [1, 2] }] }, { a: 3 }, true],
    ["anything-but of a missing field", { a: [{ "anything-but": "x" }] }, {}, false],
    ["anything-but a prefix", { a: [{ "anything-but": { prefix: ["x", "y"] } }] }, { a: "yes" }, false],
    ["anything-but a wildcard", { a: [{ "anything-but": { wildcard: "*/tmp/*" } }] }, { a: "a/tmp/b" }, false],
    ["numeric range, its lower end", { a: [{ numeric: [">", 0, "<=", 5] }] }, { a: 0 }, false],
    ["numeric range, its upper end", { a: [{ numeric: [">", 0, "<=", 5] }] }, { a: 5 }, true],
    ["numeric equality of a string", { a: [{ numeric: ["=", 5] }] }, { a: "5" }, false],
    ["exists", { a: [{ exists: true }] }, { a: null }, true],
    ["exists of an object, which is not a value", { a: [{ exists: true }] }, { a: { b: 1 } }, false],
    ["exists of an empty array", { a: [{ exists: true }] }, { a: [] }, false],
    ["exists false below a missing parent", { a: { b: [{ exists: false }] } }, {}, true],
    ["exists false or a value", { a: ["x", { exists: false }] }, { a: "y" }, false],
    ["cidr v4", { a: [{ cidr: "10.0.0.0/8" }] }, { a: "10.255.0.1" }, true],
    ["cidr v4, outside", { a: [{ cidr: "10.0.0.0/24" }] }, { a: "10.0.1.0" }, false],
    ["cidr v6, abbreviated", { a: [{ cidr: "2001:db8::/32" }] }, { a: "2001:DB8:0::1" }, true],
    ["cidr of what is no address", { a: [{ cidr: "0.0.0.0/0" }] }, { a: "localhost" }, false],
    ["wildcard", { a: [{ wildcard: "private/*/uploads/*.jpg" }] }, { a: "private/7/uploads/x/y.jpg" }, true],
    ["wildcard whose ends would overlap", { a: [{ wildcard: "aba*aba" }] }, { a: "ababa" }, false],
    ["wildcard with an escaped star", { a: [{ wildcard: "a\\*b" }] }, { a: "axb" }, false],
    ["wildcard with an escaped backslash", { a: [{ wildcard: "a\\\\*" }] }, { a: "a\\x" }, true],
    ["$or", { $or: [{ a: ["x"] }, { b: ["y"] }] }, { b: "y" }, true],
    ["$or together with a field", { c: ["z"], $or: [{ a: ["x"] }, { b: ["y"] }] }, { b: "y" }, false],
    ["$or in an $or", { $or: [{ a: ["x"] }, { $or: [{ b: ["y"] }, { c: ["z"] }] }] }, { c: "z" }, true],
    ["a field named $or", { $or: ["x"] }, { $or: "x" }, true],
    ["fields of one array element", { people: { name: ["Bob"], role: { id: [2] } } }, people, true],
    ["fields of different array elements", { people: { name: ["Bob"], role: { id: [1] } } }, people, false],
  ])("decides %s", (_name, pattern, detail, expected) => {
    expect(matches(pattern, detail)).toBe(expected)
  })

  it.each<[string, unknown, string]>([
    ["no object", [], "Filter is not an object"],
    ["an empty object", {}, "Empty objects are not allowed"],
    ["a value without an array", { a: "x" }, '"a" must be an object or an array'],
    ["an empty array", { a: [] }, "Empty arrays are not allowed"],
    ["an array in an array", { a: [["x"]] }, "Match value must be String"],
    ["an unknown operator", { a: [{ EXISTS: true }] }, "Unrecognized match type EXISTS"],
    ["a name of Object's prototype", { a: [{ constructor: true }] }, "Unrecognized match type constructor"],
    ["two operators", { a: [{ prefix: "x", suffix: "y" }] }, "Only one key allowed"],
    ["an empty range", { a: [{ numeric: [">", 5, "<", 5] }] }, "Bottom must be less than top"],
    ["an upper bound first", { a: [{ numeric: ["<", 5, ">", 0] }] }, "Too many elements"],
    ["a mixed list", { a: [{ "anything-but": ["x", 1] }] }, "mixed type is not supported"],
    ["two stars", { a: [{ wildcard: "a**" }] }, "Consecutive wildcard characters at pos 1"],
    ["a bad escape", { a: [{ wildcard: "a\\n" }] }, "Invalid escape character at pos 1"],
    ["a mask out of range", { a: [{ cidr: "10.0.0.0/33" }] }, "mask bits out of range"],
    ["$or of one", { $or: [{ a: ["x"] }] }, "at least 2 Objects"],
    ["one path twice", { a: { b: ["x"] }, "a.b": ["y"] }, "Path `a.b` cannot be allowed multiple times"],
  ])("refuses %s", (_name, pattern, reason) => {
    expect(() => compilePattern(pattern as object)).toThrow(reason)
  })

  it("refuses text that is not JSON, with the code that AWS uses", () => {
    expect(() => compilePattern("{")).toThrow(expect.objectContaining({ code: "InvalidEventPatternException" }))
  })

  it("takes time linear to the text for a wildcard of many stars", () => {
    expect(wildcard(`${"*a".repeat(50)}*b`)("a".repeat(100_000))).toBe(false)
  })
})
