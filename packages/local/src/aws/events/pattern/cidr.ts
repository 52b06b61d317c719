import { BlockList, isIP } from "node:net"
import { invalidPattern } from "./errors.ts"
import { ofString, type ValueTest } from "./value.ts"

/** An IPv4 or IPv6 address in the range of `address/mask`. */
export function cidr(expression: unknown): ValueTest {
  if (typeof expression !== "string") throw invalidPattern("prefix match pattern must be a string")
  const [address = "", mask = "", ...rest] = expression.split("/")
  const version = isIP(address)
  const bits = Number(mask)
  if (mask === "" || rest.length > 0) throw invalidPattern(`Malformed CIDR, one '/' required: ${expression}`)
  if (version === 0) throw invalidPattern(`Malformed CIDR, not an IP address: ${address}`)
  if (!/^\d+$/.test(mask) || bits > (version === 4 ? 32 : 128))
    throw invalidPattern(`Malformed CIDR, mask bits out of range: ${mask}`)
  const range = new BlockList()
  range.addSubnet(address, bits, family(version))
  return ofString((text) => isIP(text) === version && range.check(text, family(version)))
}

function family(version: number): "ipv4" | "ipv6" {
  return version === 4 ? "ipv4" : "ipv6"
}
