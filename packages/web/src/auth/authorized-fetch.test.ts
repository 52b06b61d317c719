import { describe, expect, it } from "vitest"
import { authorizedFetch } from "./authorized-fetch.ts"

/** An API that takes one token, and a session whose tokens come in this order. */
function setUp({ good, tokens }: { good: string; tokens: string[] }) {
  const sent: string[] = []
  const bodies: unknown[] = []
  let expired = 0
  const session = {
    token: async () => tokens[0] ?? "",
    refused: async (token: string) => {
      if (token === tokens[0]) tokens.shift()
    },
    expire: () => {
      expired += 1
      tokens.shift()
    },
  }
  const send: typeof fetch = async (_, init) => {
    const token = new Headers(init?.headers).get("authorization")?.replace("Bearer ", "") ?? ""
    sent.push(token)
    bodies.push(init?.body)
    return new Response(null, { status: token === good ? 204 : 401 })
  }
  const call = () =>
    authorizedFetch(session, send)("https://api.example/albums", {
      method: "POST",
      body: "{}",
      headers: { authorization: `Bearer ${tokens[0]}`, "content-type": "application/json" },
    })
  return { call, sent, bodies, expired: () => expired }
}

describe("authorizedFetch", () => {
  it("sends once what is taken", async () => {
    const { call, sent } = setUp({ good: "one", tokens: ["one"] })
    expect((await call()).status).toBe(204)
    expect(sent).toEqual(["one"])
  })

  it("renews a refused token and sends the same again", async () => {
    const { call, sent, bodies, expired } = setUp({ good: "two", tokens: ["one", "two"] })
    expect((await call()).status).toBe(204)
    expect(sent).toEqual(["one", "two"])
    expect(bodies).toEqual(["{}", "{}"])
    expect(expired()).toBe(0)
  })

  it("asks the person when the renewed token is refused too", async () => {
    const { call, sent, expired } = setUp({ good: "three", tokens: ["one", "two", "three"] })
    expect((await call()).status).toBe(204)
    expect(sent).toEqual(["one", "two", "three"])
    expect(expired()).toBe(1)
  })

  it("gives up after that: it does not ask again and again", async () => {
    const { call, sent, expired } = setUp({ good: "none", tokens: ["one", "two", "three", "four"] })
    expect((await call()).status).toBe(401)
    expect(sent).toHaveLength(3)
    expect(expired()).toBe(1)
  })
})
