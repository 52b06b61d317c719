import { z } from "zod"
import { type Route, routes } from "./routes.ts"
import { errorSchema } from "./schemas.ts"

const ERRORS = {
  400: "The request makes no sense",
  401: "No valid access token",
  404: "The caller has no such thing",
  409: "Something of that name is there already",
  413: "The request is too large",
  429: "A limit is reached; Retry-After says when it opens",
}

/** The API as an OpenAPI document. https://spec.openapis.org/oas/v3.1.1.html */
export function openApi(version = "1") {
  const paths: Record<string, Record<string, object>> = {}
  for (const [name, route] of Object.entries(routes) as [string, Route][]) {
    const operations = (paths[route.path] ??= {})
    operations[route.method.toLowerCase()] = operation(name, route)
  }
  return {
    openapi: "3.1.1",
    info: { title: "Darkroom gallery", version },
    paths,
    security: [{ accessToken: [] }],
    components: { securitySchemes: { accessToken: { type: "http", scheme: "bearer", bearerFormat: "JWT" } } },
  }
}

function operation(operationId: string, { summary, params, query, body, response, status }: Route): object {
  const success = response ? { content: { "application/json": { schema: schemaOf(response, "output") } } } : {}
  return {
    operationId,
    summary,
    parameters: [...parametersOf(params, "path"), ...parametersOf(query, "query")],
    ...(body
      ? { requestBody: { required: true, content: { "application/json": { schema: schemaOf(body, "input") } } } }
      : {}),
    responses: {
      [status]: { description: "Done", ...success },
      ...Object.fromEntries(Object.entries(ERRORS).map(errorOf)),
    },
  }
}

function parametersOf(schema: z.ZodType | undefined, place: "path" | "query"): object[] {
  if (schema === undefined) return []
  const { properties = {}, required = [] } = schemaOf(schema, "input")
  return Object.entries(properties).map(([name, of]) => ({
    name,
    in: place,
    required: place === "path" || required.includes(name),
    schema: of,
  }))
}

function schemaOf(schema: z.ZodType, io: "input" | "output") {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io, unrepresentable: "any" })
  return json as { properties?: Record<string, object>; required?: string[] }
}

function errorOf([status, description]: [string, string]) {
  return [
    status,
    { description, content: { "application/json": { schema: schemaOf(errorSchema, "output") } } },
  ] as const
}
