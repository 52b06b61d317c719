import type { AwsResponse } from "../service.ts"
import { noSuchBucket, S3Error } from "./errors.ts"
import type { S3Request } from "./request.ts"
import type { CorsRule, S3Bucket, S3Internals } from "./types.ts"

type Headers = Readonly<Record<string, string>>

interface CorsQuestion {
  readonly origin: string
  readonly method: string
  /** Names that the browser wants to send, in lower case. */
  readonly headers: readonly string[]
}

const METHODS: readonly string[] = ["GET", "PUT", "POST", "DELETE", "HEAD"]
const VARY = "Origin, Access-Control-Request-Headers, Access-Control-Request-Method"

/** A browser's preflight, which nobody signs. https://docs.aws.amazon.com/AmazonS3/latest/API/RESTOPTIONSobject.html */
export function preflight({ bucket: name, key, headers }: S3Request, { buckets }: S3Internals): AwsResponse {
  const bucket = buckets.get(name)
  if (bucket === undefined) throw noSuchBucket(name)
  const question = preflightQuestion(headers)
  if (bucket.cors === undefined || bucket.cors.length === 0) {
    throw forbidden("CORS is not enabled for this bucket.", question.method, key)
  }
  const rule = bucket.cors.find((candidate) => allows(candidate, question))
  if (rule === undefined) throw forbidden(NOT_ALLOWED, question.method, key)
  const { headers: asked } = question
  const allowHeaders = asked.length > 0 ? { "access-control-allow-headers": asked.join(", ") } : {}
  return { status: 200, headers: { ...ruleHeaders(rule, question.origin), ...allowHeaders } }
}

/** The headers of any other response, an error's too, where a rule allows the origin and method. */
export function corsHeaders({ cors = [] }: S3Bucket, method: string, { origin }: Headers): Record<string, string> {
  if (origin === undefined) return {}
  const rule = cors.find((candidate) => allows(candidate, { origin, method, headers: [] }))
  return rule === undefined ? {} : ruleHeaders(rule, origin)
}

function preflightQuestion(headers: Headers): CorsQuestion {
  const { origin } = headers
  const method = headers["access-control-request-method"]
  if (origin === undefined) throw new S3Error("BadRequest", "Insufficient information. Origin request header needed.")
  if (method === undefined || !METHODS.includes(method))
    throw new S3Error("BadRequest", `Invalid Access-Control-Request-Method: ${method ?? "null"}`)
  const names = (headers["access-control-request-headers"] ?? "").toLowerCase().split(",")
  return { origin, method, headers: names.map((name) => name.trim()).filter((name) => name !== "") }
}

function allows({ allowedOrigins, allowedMethods, allowedHeaders = [] }: CorsRule, question: CorsQuestion): boolean {
  const { origin, method, headers } = question
  const lowerCase = allowedHeaders.map((name) => name.toLowerCase())
  return (
    allowedMethods.includes(method) &&
    allowedOrigins.some((pattern) => matchesPattern(pattern, origin)) &&
    headers.every((name) => lowerCase.some((pattern) => matchesPattern(pattern, name)))
  )
}

/** At most one `*`, for any characters. https://docs.aws.amazon.com/AmazonS3/latest/userguide/ManageCorsUsing.html */
function matchesPattern(pattern: string, text: string): boolean {
  const star = pattern.indexOf("*")
  if (star < 0) return pattern === text
  const [start, end] = [pattern.slice(0, star), pattern.slice(star + 1)]
  return text.length >= start.length + end.length && text.startsWith(start) && text.endsWith(end)
}

/** Only where any origin will do is the answer the same for all, and without credentials. */
function ruleHeaders(rule: CorsRule, origin: string): Record<string, string> {
  const { allowedOrigins, allowedMethods, exposeHeaders = [], maxAgeSeconds } = rule
  return {
    ...(allowedOrigins.includes("*")
      ? { "access-control-allow-origin": "*" }
      : { "access-control-allow-origin": origin, "access-control-allow-credentials": "true" }),
    "access-control-allow-methods": allowedMethods.join(", "),
    ...(exposeHeaders.length > 0 ? { "access-control-expose-headers": exposeHeaders.join(", ") } : {}),
    ...(maxAgeSeconds === undefined ? {} : { "access-control-max-age": String(maxAgeSeconds) }),
    vary: VARY,
  }
}

const NOT_ALLOWED =
  "This CORS request is not allowed. This is usually because the evalution of Origin, request method / " +
  "Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's CORS spec."

function forbidden(why: string, method: string, key: string): S3Error {
  const fields = { Method: method, ResourceType: key === "" ? "BUCKET" : "OBJECT" }
  return new S3Error("AccessForbidden", `CORSResponse: ${why}`, 403, fields)
}
