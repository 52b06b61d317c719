import { invalidNextToken } from "./errors.ts"

// A token says at which one of all results its page begins.

export function pageToken(first: number): string {
  return Buffer.from(`page:${first}`).toString("base64url")
}

/** 0 where there is no token. Throws InvalidNextToken. */
export function pageStart(token: unknown): number {
  if (token === undefined || token === null) return 0
  const [, first] = /^page:(\d{1,15})$/.exec(Buffer.from(String(token), "base64url").toString("utf8")) ?? []
  if (first === undefined) throw invalidNextToken()
  return Number(first)
}
