import { openApi, type Route, type RouteName, routes } from "@darkroom/gallery-api"
import { type Context, Hono } from "hono"
import { randomUUID } from "node:crypto"
import { ApiFailure, notFound } from "./errors.ts"
import type { Implementations } from "./implementations.ts"
import { isFromCloudFront, ORIGIN_HEADER } from "./origin-check.ts"
import { readCall } from "./read-call.ts"
import { type AuthorizedEvent, groupsOf, userOf } from "./user.ts"

export type { Answer, Call, Implementation, Implementations } from "./implementations.ts"

export interface GalleryEnvironment {
  Bindings: { event?: AuthorizedEvent }
}

export interface GalleryOptions {
  /** The user pool's clients whose tokens are taken; none: those of any that the authorizer lets through. */
  readonly clientIds?: readonly string[]
  /** What CloudFront adds to each request; undefined: there is no CloudFront, and everybody may ask. */
  readonly originSecret?: string | undefined
  /** Told of every error that is the gallery's own fault, once. */
  readonly report: (message: string, facts: FailureFacts) => void
}

export interface FailureFacts {
  /** What the caller was given to ask about it. */
  readonly reference: string
  readonly method: string
  /** The route's own, without ids. */
  readonly path: string
  readonly error: Error
}

type AnyImplementation = (call: object) => Promise<unknown>

/** The gallery's HTTP API: every route of the contract, and the contract itself. */
export function galleryApp(implementations: Implementations, options: GalleryOptions): Hono<GalleryEnvironment> {
  const app = new Hono<GalleryEnvironment>()
  app.use(async (context, next) => {
    await next()
    context.header("cache-control", "no-store")
    context.header("x-content-type-options", "nosniff")
  })
  const { originSecret } = options
  if (originSecret !== undefined)
    app.use(async (context, next) => {
      if (isFromCloudFront(context.req.header(ORIGIN_HEADER), originSecret)) return next()
      const message = "The API is answered under the page's address alone."
      return context.json({ error: { code: "Forbidden", message } }, 403)
    })
  app.get("/openapi.json", (context) => context.json(openApi()))
  for (const [name, route] of Object.entries(routes) as [RouteName, Route][]) {
    const implementation = implementations[name] as AnyImplementation
    app.on(route.method, honoPath(route.path), async (context) => {
      const event = (context.env as GalleryEnvironment["Bindings"] | undefined)?.event
      const userId = userOf(event, options.clientIds)
      const call = { userId, groups: groupsOf(event), ...(await readCall(route, context.req)) }
      return answer(context, route, await implementation(call))
    })
  }
  app.notFound((context) => failed(context, notFound("There is no such route.")))
  app.onError((error, context) => failed(context, error, options))
  return app
}

/** `/albums/{albumId}` as Hono has it. */
function honoPath(path: string): string {
  return path.replace(/\{(\w+)\}/g, ":$1")
}

/** Held to the contract: what its schema does not have is left out. */
function answer(context: Context, { status, response }: Route, result: unknown): Response {
  if (response === undefined) return context.body(null, status)
  return context.json(response.parse(result), status === 204 ? 200 : status)
}

function failed(context: Context, error: Error, options?: GalleryOptions): Response {
  if (error instanceof ApiFailure) return context.json({ error: error.error }, error.status, { ...error.headers })
  const reference = randomUUID()
  const { method, routePath: path } = context.req
  options?.report("A request failed unexpectedly", { reference, method, path, error })
  const message = `Something went wrong on our side. If you ask about it, please name ${reference}.`
  return context.json({ error: { code: "Internal", message, details: { reference } } }, 500)
}
