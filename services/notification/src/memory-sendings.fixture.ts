import type { Sendings } from "@darkroom/lambda"

/** The claims of packages/lambda in memory; `claims` is what the table holds: whether each was confirmed. */
export function memorySendings(claims = new Map<string, boolean>()): Sendings {
  return {
    async claim(key) {
      const sent = claims.get(key)
      if (sent !== undefined) return sent ? "sent" : "unanswered"
      claims.set(key, false)
      return "claimed"
    },
    confirm: async (key) => void claims.set(key, true),
    release: async (key) => void claims.delete(key),
  }
}
