import type { JWTPayload } from "jose"

/** A token's claims as functions get them: all of them texts, lists in brackets. https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html */
export function claimTexts(claims: JWTPayload): Record<string, string> {
  return Object.fromEntries(Object.entries(claims).map(([name, value]) => [name, textOf(value)]))
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(textOf).join(" ")}]`
  if (value === null || typeof value !== "object") return String(value)
  const members = Object.entries(value).map(([name, member]) => `${name}:${textOf(member)}`)
  return `map[${members.toSorted().join(" ")}]`
}
