import { createHash } from "node:crypto"
import { invalidPaginationToken } from "../errors.ts"

const MAX_RESULTS = 1_000

export interface PageRequest {
  readonly MaxResults?: number
  readonly NextToken?: string
}

/** The part of the results that a request asks for. `of` says of what it is: a token of something else is not taken. */
export function pageOf<Item>(items: readonly Item[], { MaxResults = MAX_RESULTS, NextToken }: PageRequest, of: string) {
  const begin = NextToken === undefined ? 0 : readToken(NextToken, of)
  if (begin > 0 && begin >= items.length) throw invalidPaginationToken()
  const end = begin + Math.min(MaxResults, MAX_RESULTS)
  return { page: items.slice(begin, end), ...(end < items.length ? { NextToken: tokenOf(end, of) } : {}) }
}

function tokenOf(begin: number, of: string): string {
  const check = createHash("sha256").update(`${begin} ${of}`).digest("base64url").slice(0, 32)
  return `${begin}.${check}`
}

function readToken(token: string, of: string): number {
  const begin = Number.parseInt(token, 10)
  if (tokenOf(begin, of) !== token) throw invalidPaginationToken()
  return begin
}
