import { describe, expect, it } from "vitest"
import { isOwnHost } from "./own-host.ts"

const asked = (host: string | undefined, localAddress: string | undefined = "127.0.0.1") =>
  isOwnHost({ headers: host === undefined ? {} : { host }, socket: { localAddress } })

describe("a host", () => {
  it.each(["localhost", "localhost:4900", "LocalHost:80", "127.0.0.1", "127.0.0.1:4900", "[::1]", "[::1]:4900"])(
    "is this machine's own: %s",
    (host) => expect(asked(host)).toBe(true),
  )

  it.each([
    undefined,
    "",
    "evil.example",
    "evil.example:4900",
    "localhost.evil.example",
    "127.0.0.1.evil.example:4900",
    "evil.example:4900/localhost",
    "localhost@evil.example",
    "localhost:4900@evil.example",
    "localhost:4900:4900",
    "localhost:",
    "localhost, evil.example",
    " localhost",
    "localhost.",
    "127.0.0.2",
    "10.0.0.5:4900",
    "0.0.0.0:4900",
    "[::1",
    "::1",
    "[::2]",
    ":4900",
  ])("is another's: %j", (host) => expect(asked(host)).toBe(false))

  it.each([
    ["10.0.0.5", "10.0.0.5:4900"],
    ["::ffff:10.0.0.5", "10.0.0.5"],
    ["fd00::5", "[FD00::5]:4900"],
  ])("is own that is the address at which the request arrived: %s", (address, host) => {
    expect(asked(host, address)).toBe(true)
    expect(asked(host)).toBe(false)
  })

  it("is nobody's where the connection is gone", () => {
    expect(isOwnHost({ headers: { host: "" }, socket: {} })).toBe(false)
  })
})
