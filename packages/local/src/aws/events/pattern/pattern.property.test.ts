import { property } from "@darkroom/testing/property"
import fc from "fast-check"
import { describe, expect } from "vitest"
import { event, pair, pattern, plainPattern } from "./arbitraries.ts"
import { explainPattern } from "./explain.ts"
import { compilePattern } from "./pattern.ts"
import { isObject, type JsonObject } from "./value.ts"

const RUNS = 300
const one = (expression: unknown, value: unknown) => compilePattern({ a: [expression] })({ a: value })

/** What a pattern says that asks for all of an event's values exactly; of an array's objects for those of one. */
function exactly(value: unknown, choose: number): unknown {
  if (Array.isArray(value)) {
    const leaves = value.flat(Infinity).filter((child) => !isObject(child))
    const objects = value.flat(Infinity).filter(isObject)
    return leaves.length > 0 ? leaves : exactly(objects[choose % Math.max(1, objects.length)], choose)
  }
  if (!isObject(value)) return value === undefined ? undefined : [value]
  const fields = Object.entries(value).map(([key, child]) => [key, exactly(child, choose)] as const)
  const asked = fields.filter(([, child]) => child !== undefined)
  return asked.length > 0 ? Object.fromEntries(asked) : undefined
}

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed)
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, child]) => [key, reversed(child)]),
  )
}

describe("patterns, for any event", () => {
  property("match themselves by exact values", RUNS, ({ numRuns }) => {
    fc.assert(
      fc.property(event, fc.nat(5), (subject, choose) => {
        const asked = exactly(subject, choose)
        fc.pre(asked !== undefined)
        expect(compilePattern(asked)(subject)).toBe(true)
      }),
      { numRuns },
    )
  })

  property("do not depend on the order of fields", RUNS, ({ numRuns }) => {
    fc.assert(
      fc.property(pair, (given) => {
        const matches = compilePattern(given.pattern)(given.event)
        expect(compilePattern(reversed(given.pattern))(reversed(given.event) as JsonObject)).toBe(matches)
      }),
      { numRuns },
    )
  })

  property("match no more with a further field", RUNS, ({ numRuns }) => {
    fc.assert(
      fc.property(pair, plainPattern, (given, more) => {
        const narrower = { ...given.pattern, more: more["x"] ?? ["a"] }
        const subject = { ...given.event, more: given.event["x"] }
        if (compilePattern(narrower)(subject)) expect(compilePattern(given.pattern)(subject)).toBe(true)
      }),
      { numRuns },
    )
  })

  property("match by $or what one of its alternatives matches", RUNS, ({ numRuns }) => {
    fc.assert(
      fc.property(pattern, pattern, event, (left, right, subject) => {
        const union = compilePattern({ $or: [left, right] })(subject)
        expect(union).toBe(compilePattern(left)(subject) || compilePattern(right)(subject))
      }),
      { numRuns },
    )
  })

  property("are explained where, and only where, they do not match", 1_000, ({ numRuns }) => {
    fc.assert(
      fc.property(pair, (given) => {
        const mismatch = explainPattern(given.pattern, given.event)
        expect(mismatch === undefined).toBe(compilePattern(given.pattern)(given.event))
        if (mismatch) expect(mismatch.reason).toContain(mismatch.path)
      }),
      { numRuns },
    )
  })
})

describe("comparisons, for any value", () => {
  const value = fc.oneof(fc.string(), fc.double({ noNaN: true }), fc.boolean(), fc.constant(null))
  const letters = fc.string({ unit: fc.constantFrom("a", "B", "é", "*", "\\", "."), maxLength: 6 })

  property("prefix and suffix hold for what begins and ends so", RUNS, ({ numRuns }) => {
    fc.assert(
      fc.property(letters, letters, (start, end) => {
        expect(one({ prefix: start }, start + end) && one({ suffix: end }, start + end)).toBe(true)
        expect(one({ prefix: start }, end)).toBe(end.startsWith(start))
        expect(one({ suffix: end }, start)).toBe(start.endsWith(end))
      }),
      { numRuns },
    )
  })

  property("anything-but is the opposite of equality, prefix, suffix and wildcard", RUNS, ({ numRuns }) => {
    fc.assert(
      fc.property(
        letters.filter((text) => text !== ""),
        value,
        (wanted, found) => {
          const wildcard = `${wanted.replaceAll(/[*\\]/g, "")}*`
          expect(one({ "anything-but": wanted }, found)).toBe(!one(wanted, found))
          expect(one({ "anything-but": { prefix: wanted } }, found)).toBe(!one({ prefix: wanted }, found))
          expect(one({ "anything-but": { suffix: wanted } }, found)).toBe(!one({ suffix: wanted }, found))
          expect(one({ "anything-but": { wildcard } }, found)).toBe(!one({ wildcard }, found))
        },
      ),
      { numRuns },
    )
  })

  property("anything-but holds for no value that is refused, and for each that is not", RUNS, ({ numRuns }) => {
    fc.assert(
      fc.property(fc.uniqueArray(letters, { minLength: 1 }), letters, (refused, found) => {
        expect(one({ "anything-but": refused }, found)).toBe(!refused.includes(found))
      }),
      { numRuns },
    )
  })

  property("numeric is a range of numbers", RUNS, ({ numRuns }) => {
    const bound = fc.double({ noNaN: true, min: -5e9, max: 5e9 })
    fc.assert(
      fc.property(bound, bound, bound, fc.boolean(), fc.boolean(), (first, second, found, withLow, withHigh) => {
        fc.pre(first !== second)
        const [low, high] = [Math.min(first, second), Math.max(first, second)]
        const numeric = [withLow ? ">=" : ">", low, withHigh ? "<=" : "<", high]
        for (const number of [low, found, high]) {
          const above = withLow ? number >= low : number > low
          const below = withHigh ? number <= high : number < high
          expect(one({ numeric }, number)).toBe(above && below)
          expect(one({ numeric }, String(number))).toBe(false)
        }
      }),
      { numRuns },
    )
  })

  property("equals-ignore-case is equality but for the case", RUNS, ({ numRuns }) => {
    const ascii = fc.string({ unit: fc.constantFrom("a", "A", "b", "B", "1", "-"), maxLength: 4 })
    fc.assert(
      fc.property(ascii, ascii, (wanted, found) => {
        const same = new RegExp(`^${wanted}$`, "i").test(found)
        expect(one({ "equals-ignore-case": wanted }, found)).toBe(same)
        expect(one({ "equals-ignore-case": wanted }, wanted.toUpperCase())).toBe(true)
      }),
      { numRuns },
    )
  })

  property("wildcard is the regular expression that says the same", RUNS, ({ numRuns }) => {
    const part = fc.constantFrom("a", "b", ".", "*", "\\*", "\\\\")
    const wildcard = fc
      .array(part, { maxLength: 7 })
      .filter((parts) => parts.every((now, at) => now !== "*" || parts[at + 1] !== "*"))
    const expressions: Readonly<Record<string, string>> = { ".": "\\.", "*": ".*" }
    fc.assert(
      fc.property(wildcard, letters, fc.array(letters), (parts, text, fillings) => {
        const reference = new RegExp(`^${parts.map((now) => expressions[now] ?? now).join("")}$`, "s")
        const filled = parts.map((now, at) => (now === "*" ? (fillings[at] ?? "") : now.slice(-1))).join("")
        for (const found of [text, filled]) {
          expect(one({ wildcard: parts.join("") }, found)).toBe(reference.test(found))
        }
        expect(reference.test(filled)).toBe(true)
      }),
      { numRuns },
    )
  })
})

describe("cidr, for any address", () => {
  const inRange = (bits: number, width: number, base: bigint, address: bigint) => {
    const shift = BigInt(width - bits)
    return base >> shift === address >> shift
  }
  /** An address near the base, so that about half of them are in its range. */
  const addresses = (width: number) =>
    fc
      .tuple(fc.bigInt({ min: 0n, max: (1n << BigInt(width)) - 1n }), fc.nat(width), fc.nat(width - 1))
      .map(([base, bits, flipped]) => ({ base, bits, address: base ^ (1n << BigInt(flipped)) }))
  const v4 = (address: bigint) => [24n, 16n, 8n, 0n].map((shift) => (address >> shift) & 255n).join(".")
  const v6 = (address: bigint) =>
    Array.from({ length: 8 }, (_, at) => ((address >> BigInt(112 - 16 * at)) & 0xffffn).toString(16)).join(":")

  const versions = [
    ["IPv4", 32, v4],
    ["IPv6", 128, v6],
  ] as const
  for (const [name, width, written] of versions)
    property(`is arithmetic on the bits of ${name}`, RUNS, ({ numRuns }) =>
      fc.assert(
        fc.property(addresses(width), ({ base, bits, address }) => {
          const cidr = `${written(base)}/${bits}`
          expect(one({ cidr }, written(address))).toBe(inRange(bits, width, base, address))
          expect(one({ cidr }, written(base))).toBe(true)
          expect(one({ cidr }, (width === 32 ? v6 : v4)(address & 0xffffffffn))).toBe(false)
        }),
        { numRuns },
      ),
    )
})
