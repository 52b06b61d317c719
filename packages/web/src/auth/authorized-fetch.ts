import type { Session } from "./session.ts"

/**
 * `fetch` that survives a refused token: it renews and tries again, and if that was no help it waits until the person has
 * signed in again. What was under way, such as uploads, goes on as if nothing had been.
 */
export function authorizedFetch(
  session: Pick<Session, "token" | "refused" | "expire">,
  send: typeof fetch = fetch,
): typeof fetch {
  return async (input, init) => {
    const first = await send(input, init)
    if (first.status !== 401) return first
    const headers = new Headers(init?.headers)
    await session.refused(headers.get("authorization")?.replace("Bearer ", "") ?? "")
    const second = await sendAgain()
    if (second.status !== 401) return second
    session.expire()
    return sendAgain()

    async function sendAgain() {
      headers.set("authorization", `Bearer ${await session.token()}`)
      return send(input, { ...init, headers })
    }
  }
}
