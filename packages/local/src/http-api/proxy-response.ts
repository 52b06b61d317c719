import { ApiRefusal, InvalidProxyResponse } from "./errors.ts"

export interface ProxyResponse {
  readonly status: number
  readonly headers: Record<string, string | string[]>
  readonly body: string | Buffer
}

/** Of the connection, which is API Gateway's and not the function's. */
const CONNECTION_HEADERS = new Set(["connection", "content-length", "keep-alive", "transfer-encoding", "upgrade"])

/** What a function returned as an answer: an object with a statusCode, or the body itself. https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html#http-api-develop-integrations-lambda.v2 */
export function proxyResponse(result: unknown): ProxyResponse {
  if (isObject(result) && "statusCode" in result) return structured(result)
  const body = typeof result === "string" ? result : (JSON.stringify(result) ?? "null")
  return { status: 200, headers: { "content-type": "application/json" }, body }
}

/** What the caller is told instead of a function's answer: of a failed function, only that. */
export function refusalOf(error: unknown): ProxyResponse {
  const { status, message, headers } =
    error instanceof ApiRefusal ? error : new ApiRefusal(500, "Internal Server Error")
  return { status, headers: { "content-type": "application/json", ...headers }, body: JSON.stringify({ message }) }
}

function structured(result: Record<string, unknown>): ProxyResponse {
  const { statusCode, headers = {}, cookies = [], body = "", isBase64Encoded = false } = result
  if (!Number.isInteger(statusCode) || Number(statusCode) < 200 || Number(statusCode) > 599)
    throw new InvalidProxyResponse("statusCode")
  if (body !== null && typeof body !== "string") throw new InvalidProxyResponse("body")
  if (headers !== null && !isObject(headers)) throw new InvalidProxyResponse("headers")
  if (!Array.isArray(cookies) || cookies.some((cookie) => typeof cookie !== "string"))
    throw new InvalidProxyResponse("cookies")
  return {
    status: Number(statusCode),
    headers: {
      "content-type": "text/plain; charset=utf-8",
      ...headerTexts(headers ?? {}),
      ...(cookies.length > 0 ? { "set-cookie": cookies } : {}),
    },
    body: isBase64Encoded === true ? Buffer.from(body ?? "", "base64") : (body ?? ""),
  }
}

function headerTexts(headers: Record<string, unknown>): Record<string, string> {
  const texts: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    if (!["string", "number", "boolean"].includes(typeof value)) throw new InvalidProxyResponse(`headers.${name}`)
    if (!CONNECTION_HEADERS.has(name.toLowerCase())) texts[name.toLowerCase()] = String(value)
  }
  return texts
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}
