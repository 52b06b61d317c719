import type http from "node:http"

/** What of a request tells by which name it was sent, and to which address. */
type Addressed = Pick<http.IncomingMessage, "headers"> & {
  readonly socket: Pick<http.IncomingMessage["socket"], "localAddress">
}

const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"])

/**
 * Whether a request was sent to this machine by a name of its own: a loopback name, or the address at which it arrived.
 * The port is free, for tunnels have another. Another site could have its name point here (DNS rebinding), but not choose
 * the Host header. https://owasp.org/www-community/attacks/DNS_Rebinding
 */
export function isOwnHost({ headers, socket }: Addressed): boolean {
  const [, name = ""] = /^(\[[\da-f:.]+\]|[^:[\]]+)(?::\d{1,5})?$/i.exec(headers.host ?? "") ?? []
  return LOOPBACK.has(name.toLowerCase()) || (name !== "" && name.toLowerCase() === ownAddress(socket.localAddress))
}

/** As a Host header has it. */
function ownAddress(address = ""): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, "")
  return plain.includes(":") ? `[${plain}]` : plain
}
