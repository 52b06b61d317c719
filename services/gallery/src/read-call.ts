import type { Route } from "@darkroom/gallery-api"
import type { HonoRequest } from "hono"
import type { z } from "zod"
import { invalid, type Problem, problemsIn, tooLarge } from "./errors.ts"

const MAXIMUM_BODY = 1_000_000

/** The request's parts as the route's schemas want them. Throws Invalid with everything that is wrong, and TooLarge. */
export async function readCall(route: Route, request: HonoRequest) {
  const problems: Problem[] = []
  const check = (part: "params" | "query" | "body", schema: z.ZodType | undefined, value: unknown): unknown => {
    const result = schema?.safeParse(value)
    if (result?.error) problems.push(...problemsIn(part, result.error))
    return result?.data
  }
  const call = {
    params: check("params", route.params, request.param()),
    query: check("query", route.query, request.query()),
    body: check("body", route.body, route.body ? await readJson(request) : undefined),
  }
  if (problems.length > 0) throw invalid(problems)
  return call
}

async function readJson(request: HonoRequest): Promise<unknown> {
  const type = request.header("content-type")?.split(";")[0]?.trim().toLowerCase()
  if (type !== "application/json") throw invalid([{ path: "body", message: "Expected application/json" }])
  if (Number(request.header("content-length")) > MAXIMUM_BODY) throw bodyTooLarge()
  const bytes = await request.arrayBuffer()
  if (bytes.byteLength > MAXIMUM_BODY) throw bodyTooLarge()
  try {
    return JSON.parse(Buffer.from(bytes).toString("utf8"), wellFormed)
  } catch {
    throw invalid([{ path: "body", message: "It is not JSON" }])
  }
}

/** JSON can hold half a character (`"\ud83c"`), which UTF-8, and so DynamoDB, cannot. */
function wellFormed(_: string, value: unknown): unknown {
  return typeof value === "string" ? value.toWellFormed() : value
}

const bodyTooLarge = () => tooLarge("The request is too large.", { maximumBytes: MAXIMUM_BODY })
