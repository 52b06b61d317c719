import { invalidParameter } from "./errors.ts"

const PAGE = 100

/** The hundred items that a token of the page before asks for, and the token of the page after. */
export function page<Item>(items: readonly Item[], token: string | null): { items: Item[]; NextToken?: string } {
  const start = token === null ? 0 : Number(Buffer.from(token, "base64url").toString())
  if (!Number.isInteger(start) || start < 0) throw invalidParameter("NextToken")
  const end = start + PAGE
  const next = items.length > end ? { NextToken: Buffer.from(String(end)).toString("base64url") } : {}
  return { items: items.slice(start, end), ...next }
}
