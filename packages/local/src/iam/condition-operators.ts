import { BlockList, isIP, isIPv6 } from "node:net"
import { arnWildcard, literally, wildcard } from "./wildcard.ts"

/** A test for one of a condition's values; undefined for a value that the operator cannot read. */
export type Operator = (wanted: string) => ((actual: string) => boolean) | undefined

/** Those of which another one is the contrary. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
export const OPERATORS: Readonly<Record<string, Operator>> = {
  StringEquals: (wanted) => wildcard(withoutWildcards(wanted)),
  StringEqualsIgnoreCase: (wanted) => wildcard(withoutWildcards(wanted), "i"),
  StringLike: (wanted) => wildcard(wanted),
  ArnLike: arnWildcard,
  ArnEquals: arnWildcard,
  Bool: (wanted) => (/^(true|false)$/i.test(wanted) ? wildcard(wanted, "i") : undefined),
  IpAddress: addressRange,
  ...comparing("Numeric", readNumber),
  ...comparing("Date", readDate),
}

export const NEGATED: Readonly<Record<string, string>> = {
  StringNotEquals: "StringEquals",
  StringNotEqualsIgnoreCase: "StringEqualsIgnoreCase",
  StringNotLike: "StringLike",
  ArnNotLike: "ArnLike",
  ArnNotEquals: "ArnEquals",
  NumericNotEquals: "NumericEquals",
  DateNotEquals: "DateEquals",
  NotIpAddress: "IpAddress",
}

/** `${*}` is a star already; a bare one becomes a star, too. */
function withoutWildcards(text: string): string {
  return text.replace(/\$\{[*?$]\}|[*?]/g, (found) => (found.length > 1 ? found : literally(found)))
}

function comparing(prefix: string, read: (text: string) => number): Record<string, Operator> {
  const by = (compare: (actual: number, wanted: number) => boolean): Operator => {
    return (text) => {
      const wanted = read(text)
      return Number.isNaN(wanted) ? undefined : (actual) => compare(read(actual), wanted)
    }
  }
  return {
    [`${prefix}Equals`]: by((actual, wanted) => actual === wanted),
    [`${prefix}LessThan`]: by((actual, wanted) => actual < wanted),
    [`${prefix}LessThanEquals`]: by((actual, wanted) => actual <= wanted),
    [`${prefix}GreaterThan`]: by((actual, wanted) => actual > wanted),
    [`${prefix}GreaterThanEquals`]: by((actual, wanted) => actual >= wanted),
  }
}

function readNumber(text: string): number {
  return text.trim() === "" ? NaN : Number(text)
}

/** ISO 8601, or seconds since 1970. */
function readDate(text: string): number {
  return /^\d+$/.test(text) && text.length > 4 ? Number(text) * 1000 : Date.parse(text)
}

/** An address, or a range of them such as `10.0.0.0/8`. */
function addressRange(wanted: string): ReturnType<Operator> {
  const [address = "", bits = isIPv6(address) ? "128" : "32"] = wanted.split("/")
  if (isIP(address) === 0 || !/^\d+$/.test(bits) || Number(bits) > (isIPv6(address) ? 128 : 32)) return undefined
  const range = new BlockList()
  range.addSubnet(address, Number(bits), family(address))
  return (actual) => isIP(actual) !== 0 && range.check(actual, family(actual))
}

const family = (address: string) => (isIPv6(address) ? "ipv6" : "ipv4")
