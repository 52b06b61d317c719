import { describe, expect, it } from "vitest"
import { createSession, type Provider, type Tokens } from "./session.ts"

const user = { userId: "ada", name: "Ada" }
const tokensFor = (accessToken: string, expiresAt = 3_600_000): Tokens => ({ user, accessToken, expiresAt })

function setUp({ expiresAt = 3_600_000, ...given }: Partial<Provider> & { expiresAt?: number } = {}) {
  const calls: string[] = []
  const provider: Provider = {
    renew: async () => {
      calls.push("renew")
      return tokensFor("renewed")
    },
    signInAgain: async () => tokensFor("again"),
    signOut: async () => void calls.push("sign out"),
    leave: async () => undefined,
    ...given,
  }
  const onOtherUser = () => calls.push("other user")
  return {
    calls,
    session: createSession({
      provider,
      tokens: tokensFor("first", expiresAt),
      signOutTabs: () => calls.push("other tabs"),
      onOtherUser,
      now: () => 0,
    }),
  }
}

describe("a session", () => {
  it("gives the token that it has", async () => {
    const { session, calls } = setUp()
    expect(await session.token()).toBe("first")
    expect(calls).toEqual([])
  })

  it("ends in all tabs", async () => {
    const { session, calls } = setUp()
    await session.signOut()
    expect(calls).toEqual(["other tabs", "sign out"])
  })

  it("renews a token that is about to end before it gives it", async () => {
    const { session } = setUp({ expiresAt: 29_000 })
    expect(await session.token()).toBe("renewed")
  })

  it("renews once for many requests", async () => {
    const { session, calls } = setUp({ expiresAt: 0 })
    expect(await Promise.all([session.token(), session.token(), session.renew()])).toEqual([
      "renewed",
      "renewed",
      undefined,
    ])
    expect(calls).toEqual(["renew"])
  })

  it("does not renew for a token that has been renewed since", async () => {
    const { session, calls } = setUp()
    await session.refused("first")
    await session.refused("first")
    expect(calls).toEqual(["renew"])
  })

  it("stays as it is when the provider cannot be reached, and tries again later", async () => {
    let reachable = false
    const renew = async () => {
      if (!reachable) throw new TypeError("Failed to fetch")
      return tokensFor("renewed")
    }
    const { session } = setUp({ renew, expiresAt: 0 })
    await expect(session.token()).rejects.toThrow(TypeError)
    expect(session.state().expired).toBe(false)
    reachable = true
    expect(await session.token()).toBe("renewed")
  })

  it("is expired when the provider refuses, tells so, and lets requests wait for the person", async () => {
    const { session } = setUp({ renew: async () => null, expiresAt: 0 })
    const told: boolean[] = []
    session.subscribe(() => told.push(session.state().expired))
    const waiting = session.token()
    await session.renew()
    expect(session.state()).toEqual({ user, expired: true })
    await session.signInAgain()
    expect(await waiting).toBe("again")
    expect(told).toEqual([true, false])
  })

  it("waits a second time when it ends a second time", async () => {
    const { session } = setUp()
    session.expire()
    await session.signInAgain()
    session.expire()
    let given = false
    const waiting = session.token().then(() => (given = true))
    await new Promise(setImmediate)
    expect(given).toBe(false)
    await session.signInAgain()
    expect(await waiting).toBe(true)
  })

  it("hands nothing to somebody else who signs in", async () => {
    const other = { ...tokensFor("theirs"), user: { userId: "bob", name: "Bob" } }
    const { session, calls } = setUp({ signInAgain: async () => other })
    session.expire()
    await session.signInAgain()
    expect(calls).toEqual(["other user"])
    expect(session.state()).toEqual({ user, expired: true })
  })

  it("stays expired when the person closes the window", async () => {
    const signInAgain = async () => {
      throw new Error("Popup closed by user")
    }
    const { session } = setUp({ signInAgain })
    session.expire()
    await expect(session.signInAgain()).rejects.toThrow("closed")
    expect(session.state().expired).toBe(true)
  })

  it("tells nobody who has stopped listening", () => {
    const { session } = setUp()
    let told = 0
    session.subscribe(() => (told += 1))()
    session.expire()
    expect(told).toBe(0)
  })
})
