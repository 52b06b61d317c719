import type { z } from "zod"
import { paths, type RouteName } from "./paths.ts"
import type { Routes } from "./routes.ts"
import type { ApiError, Uploads } from "./schemas.ts"

export interface ClientOptions {
  /** Of the API's root, without a slash at the end. */
  readonly url: string
  /** The access token to send. */
  readonly token: () => Promise<string>
  readonly fetch?: typeof fetch
}

type Input<Part> = Part extends z.ZodType ? z.input<Part> : never
type Parts<Name extends RouteName> = {
  [
    Part in "params" | "query" | "body" as Part extends keyof Routes[Name] ? Part : never
  ]: Part extends keyof Routes[Name] ? Input<Routes[Name][Part]> : never
}
type Output<Name extends RouteName> = Routes[Name] extends { response: infer Response extends z.ZodType }
  ? z.output<Response>
  : void

type Arguments<Name extends RouteName> = keyof Parts<Name> extends never
  ? [options?: CallOptions]
  : [input: Parts<Name>, options?: CallOptions]

export interface CallOptions {
  readonly signal?: AbortSignal
}

/** A method for each route. Each rejects with GalleryError, and with TypeError where there is no network. */
export type GalleryClient = { [Name in RouteName]: (...args: Arguments<Name>) => Promise<Output<Name>> }

/** An answer that is no success. */
export class GalleryError extends Error {
  override readonly name = "GalleryError"
  readonly status: number
  readonly code: string
  readonly details: unknown
  constructor(status: number, { code, message, details }: Pick<ApiError, "message" | "details"> & { code: string }) {
    super(message)
    this.status = status
    this.code = code
    this.details = details
  }
}

/** The answer for each file where a limit stopped all of them (429); undefined for any other error. */
export function refusedUploads(error: unknown): Uploads | undefined {
  if (!(error instanceof GalleryError) || error.status !== 429) return undefined
  const { uploads } = (error.details ?? {}) as Partial<Uploads>
  return uploads ? { uploads } : undefined
}

interface AnyInput {
  readonly params?: Record<string, string>
  readonly query?: Record<string, unknown>
  readonly body?: unknown
}

/** The API's client; it trusts the server's answers, which tests hold to the schemas. */
export function galleryClient(options: ClientOptions): GalleryClient {
  const call = (name: RouteName) => (first?: AnyInput & CallOptions, second?: CallOptions) =>
    send(options, name, first ?? {}, second ?? first ?? {})
  return Object.fromEntries(
    (Object.keys(paths) as RouteName[]).map((name) => [name, call(name)]),
  ) as unknown as GalleryClient
}

async function send(
  { url, token, fetch: send = fetch }: ClientOptions,
  name: RouteName,
  { params = {}, query = {}, body }: AnyInput,
  { signal }: CallOptions,
): Promise<unknown> {
  const { method, path } = paths[name]
  const response = await send(`${url}${fill(path, params)}${search(query)}`, {
    method,
    headers: {
      authorization: `Bearer ${await token()}`,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal ? { signal } : {}),
  })
  if (!response.ok) throw await errorOf(response)
  return response.headers.get("content-type")?.includes("json") ? response.json() : undefined
}

function fill(path: string, params: Record<string, string>): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ""))
}

function search(query: Record<string, unknown>): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== "")
  return given.length === 0
    ? ""
    : `?${new URLSearchParams(given.map(([name, value]): [string, string] => [name, String(value)]))}`
}

/** An authorizer's refusal, or a proxy's error, is not in the API's form. */
async function errorOf(response: Response): Promise<GalleryError> {
  const text = await response.text()
  try {
    const { error } = JSON.parse(text) as { error?: ApiError }
    if (error) return new GalleryError(response.status, error)
  } catch {
    // Told by its status below.
  }
  const unauthorized = response.status === 401 || response.status === 403
  const message = unauthorized ? "You are no longer signed in." : `The server answered ${response.status}.`
  return new GalleryError(response.status, { code: unauthorized ? "Unauthorized" : "Internal", message })
}
