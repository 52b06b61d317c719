import { errorSchema, type RouteName, routes } from "@darkroom/gallery-api"
import { expect } from "vitest"
import type { GalleryUser } from "./gallery-user.ts"

/** A request's parts, valid or not. */
export interface Input {
  readonly params?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string>>
  /** Text is sent as it is. */
  readonly body?: unknown
}

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

/** Asks as plainly as HTTP allows: no client of ours that could hide what is sent and answered. */
export async function ask(
  { apiUrl, tokens }: Pick<GalleryUser, "apiUrl" | "tokens">,
  name: RouteName,
  { params = {}, query = {}, body }: Input,
  authorization: string | null = `Bearer ${tokens.access_token}`,
): Promise<Answer> {
  const { method, path } = routes[name]
  const filled = path.replace(/\{(\w+)\}/g, (_, part: string) => encodeURIComponent(params[part] ?? "missing"))
  const search = Object.keys(query).length === 0 ? "" : `?${new URLSearchParams(query).toString()}`
  const response = await fetch(`${apiUrl}${filled}${search}`, {
    method,
    headers: {
      ...(authorization === null ? {} : { authorization }),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  })
  return { status: response.status, headers: response.headers, text: await response.text() }
}

/** Holds an answer to what the route documents of its success: status, type, and no field that its schema lacks. */
export function expectSuccess(name: RouteName, { status, headers, text }: Answer): unknown {
  const route = routes[name]
  expect([status, text]).toEqual([route.status, expect.anything()])
  if (!("response" in route)) return expect(text).toBe("")
  expect(headers.get("content-type")).toMatch(/^application\/json\b/)
  const body: unknown = JSON.parse(text)
  // A schema drops what it does not know.
  expect(route.response.parse(body)).toStrictEqual(body)
  return body
}

/** Holds an answer to the contract's form of errors; gives status, code and the places that it names. */
export function refusal({ status, text }: Answer) {
  const body: unknown = JSON.parse(text)
  const { error } = errorSchema.parse(body)
  expect({ error }).toStrictEqual(body)
  expect(error.message).not.toBe("")
  const details = (error.details ?? []) as { readonly path?: string }[]
  return { status, code: error.code, places: Array.isArray(details) ? details.map(({ path }) => path) : [] }
}
