import { expect, it } from "vitest"
import type { ApiNode } from "../graph.ts"
import { ARN, ISSUER, startApi } from "./testing.ts"

const PAGE = "https://app.example"

const corsOf = (changes: Partial<NonNullable<ApiNode["cors"]>> = {}): NonNullable<ApiNode["cors"]> => ({
  allowOrigins: [PAGE],
  allowMethods: ["GET", "POST"],
  allowHeaders: ["authorization", "content-type"],
  exposeHeaders: ["retry-after"],
  maxAge: 300,
  ...changes,
})

const preflight = (origin = PAGE): RequestInit => ({
  method: "OPTIONS",
  headers: { origin, "access-control-request-method": "POST" },
})

const cors = ({ headers }: Response) =>
  Object.fromEntries([...headers].filter(([name]) => name.startsWith("access-control-")))

it("answers a preflight without asking a function, whether there is a route or not", async () => {
  const { url, events } = await startApi({ routes: ["POST /albums"], cors: corsOf({ allowCredentials: true }) })
  for (const path of ["/albums", "/nothing"]) {
    const response = await fetch(url + path, preflight())
    expect(response.status).toBe(204)
    expect(response.headers.get("vary")).toBe("Origin")
    expect(cors(response)).toEqual({
      "access-control-allow-origin": PAGE,
      "access-control-allow-credentials": "true",
      "access-control-allow-methods": "GET,POST",
      "access-control-allow-headers": "authorization,content-type",
      "access-control-max-age": "300",
    })
  }
  expect(events).toEqual([])
})

it.each([
  [["*"], "https://anybody.example", "*"],
  [["https://*"], "https://anybody.example", "https://anybody.example"],
  [["https://*"], "http://anybody.example", undefined],
  [["https://a.example", PAGE], PAGE, PAGE],
  [[PAGE], "https://evil.example", undefined],
  [[PAGE], `${PAGE}.evil.example`, undefined],
])("allows with %j the origin %s: %s", async (allowOrigins, origin, allowed) => {
  const { url } = await startApi({ cors: corsOf({ allowOrigins }) })
  const asked = await fetch(url, preflight(origin))
  expect([asked.status, cors(asked)["access-control-allow-origin"]]).toEqual([204, allowed])
  const done = await fetch(url, { headers: { origin } })
  expect([done.status, cors(done)["access-control-allow-origin"]]).toEqual([200, allowed])
})

it("puts its own headers in the place of a function's", async () => {
  const { url } = await startApi({
    cors: corsOf(),
    handler: () => ({ statusCode: 200, headers: { "Access-Control-Allow-Origin": "*" } }),
  })
  expect(cors(await fetch(url, { headers: { origin: PAGE } }))).toEqual({
    "access-control-allow-origin": PAGE,
    "access-control-expose-headers": "retry-after",
  })
  expect(cors(await fetch(url))).toEqual({})
})

it("lets a page read refusals as well", async () => {
  const { url } = await startApi({ routes: ["GET /albums"], cors: corsOf() })
  const response = await fetch(`${url}/none`, { headers: { origin: PAGE } })
  expect([response.status, cors(response)["access-control-allow-origin"]]).toEqual([404, PAGE])
})

it("leaves everything to the function where the API has no configuration", async () => {
  const { url, events } = await startApi({
    handler: () => ({ statusCode: 200, headers: { "access-control-allow-origin": "*" } }),
  })
  expect(cors(await fetch(url, preflight()))).toEqual({ "access-control-allow-origin": "*" })
  expect(events).toHaveLength(1)
})

it("hands an OPTIONS request that is no preflight to its route", async () => {
  const { url, events } = await startApi({ cors: corsOf() })
  await fetch(url, { method: "OPTIONS" })
  expect(events).toHaveLength(1)
})

it("refuses a preflight whose route wants a token, as AWS does", async () => {
  const authorizer = { issuer: ISSUER, audiences: ["web"] }
  const { url } = await startApi({ routes: [{ routeKey: "$default", functionArn: ARN, authorizer }], cors: corsOf() })
  expect((await fetch(url, preflight())).status).toBe(401)
})
