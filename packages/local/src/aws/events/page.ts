import { constraintError, invalidParameter } from "./errors.ts"

export interface PageInput {
  readonly Limit?: number
  readonly NextToken?: string
}

const LARGEST_PAGE = 100

/** The part of a list that a call asks for, and the token of the next one. Lists grow at their end only, so a token is a place. */
export function page<Item>(items: readonly Item[], { Limit = LARGEST_PAGE, NextToken }: PageInput) {
  if (!(Limit >= 1)) throw constraintError("limit", Limit, "Member must have value greater than or equal to 1")
  if (Limit > LARGEST_PAGE)
    throw constraintError("limit", Limit, `Member must have value less than or equal to ${LARGEST_PAGE}`)
  const from = NextToken === undefined ? 0 : placeOf(NextToken)
  const to = from + Limit
  return { items: items.slice(from, to), ...(to < items.length && { next: { NextToken: tokenOf(to) } }) }
}

function tokenOf(place: number): string {
  return Buffer.from(String(place)).toString("base64url")
}

function placeOf(token: string): number {
  const place = Number(Buffer.from(token, "base64url").toString())
  if (!Number.isSafeInteger(place) || place < 1 || tokenOf(place) !== token)
    throw invalidParameter("NextToken", "It is not one that this operation gave.")
  return place
}
