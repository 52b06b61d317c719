import { expect, it } from "vitest"
import { postForm, presignedPost } from "./testing-post.ts"
import { BUCKET, startS3 } from "./testing.ts"
import type { CorsRule } from "./types.ts"

const cors: readonly CorsRule[] = [
  {
    allowedOrigins: ["https://app.example", "https://*.dev.example"],
    allowedMethods: ["GET", "PUT", "POST"],
    allowedHeaders: ["Content-Type", "x-amz-*"],
    exposeHeaders: ["ETag", "x-amz-request-id"],
    maxAgeSeconds: 600,
  },
  { allowedOrigins: ["*"], allowedMethods: ["HEAD"] },
]

const VARY = "Origin, Access-Control-Request-Headers, Access-Control-Request-Method"
const origin = "https://app.example"
const question = (method: string, headers = "", from = origin) => ({
  anonymous: true,
  headers: {
    origin: from,
    "access-control-request-method": method,
    ...(headers ? { "access-control-request-headers": headers } : {}),
  },
})

it("answers a preflight with what the matching rule allows", async () => {
  const { raw } = await startS3({ cors })
  const { status, headers, body } = await raw(
    "OPTIONS",
    `/${BUCKET}/a.jpg`,
    question("PUT", "content-type, X-Amz-Date"),
  )
  expect({ status, body }).toEqual({ status: 200, body: "" })
  expect(headers).toMatchObject({
    "access-control-allow-origin": origin,
    "access-control-allow-credentials": "true",
    "access-control-allow-methods": "GET, PUT, POST",
    "access-control-allow-headers": "content-type, x-amz-date",
    "access-control-expose-headers": "ETag, x-amz-request-id",
    "access-control-max-age": "600",
    vary: VARY,
  })
})

it.each([
  ["https://app.example", 200],
  ["https://a.dev.example", 200],
  ["https://a.b.dev.example", 200],
  ["http://app.example", 403],
  ["https://dev.example", 403],
  ["https://a.dev.example.evil.example", 403],
])("answers %s with %i", async (from, status) => {
  const { raw } = await startS3({ cors })
  expect((await raw("OPTIONS", `/${BUCKET}`, question("GET", "", from))).status).toBe(status)
})

it.each([
  ["a method that no rule has", question("DELETE")],
  ["a header that the rule does not have", question("PUT", "content-type, authorization")],
  ["a header where the rule has none", question("HEAD", "content-type", "https://other.example")],
])("refuses %s", async (_, sent) => {
  const { raw } = await startS3({ cors })
  const { status, headers, body } = await raw("OPTIONS", `/${BUCKET}/a.jpg`, sent)
  expect(status).toBe(403)
  expect(body).toContain("<Code>AccessForbidden</Code><Message>CORSResponse: This CORS request is not allowed.")
  expect(body).toContain("<ResourceType>OBJECT</ResourceType>")
  expect(headers).not.toHaveProperty("access-control-allow-origin")
})

it("refuses a preflight of a bucket without rules, and one that is no preflight", async () => {
  const bare = await startS3()
  const { status, body } = await bare.raw("OPTIONS", `/${BUCKET}/a.jpg`, question("PUT"))
  expect([status, body]).toEqual([403, expect.stringContaining("CORSResponse: CORS is not enabled for this bucket.")])
  const { raw } = await startS3({ cors })
  const anonymous = { anonymous: true }
  expect((await raw("OPTIONS", `/${BUCKET}`, anonymous)).body).toContain("Origin request header needed.")
  const { body: invalid } = await raw("OPTIONS", `/${BUCKET}`, question("PATCH"))
  expect(invalid).toContain("<Message>Invalid Access-Control-Request-Method: PATCH</Message>")
})

it("puts the headers on responses, an error's and a form's too", async () => {
  const harness = await startS3({ cors })
  const get = (from: string) => harness.raw("GET", `/${BUCKET}/none`, { headers: { origin: from } })
  const refused = await get(origin)
  expect(refused).toMatchObject({ status: 404, headers: { "access-control-allow-origin": origin, vary: VARY } })
  expect(refused.headers["access-control-expose-headers"]).toBe("ETag, x-amz-request-id")
  const foreign = await get("https://other.example")
  expect(foreign.headers).not.toHaveProperty("access-control-allow-origin")
  const posted = await postForm(harness, presignedPost({ key: "a" }), "x", { origin: "https://app.example" })
  expect(posted).toMatchObject({ status: 204, headers: { "access-control-allow-origin": origin } })
})

it("answers any origin alike where a rule allows all, and none where there is no Origin", async () => {
  const { raw } = await startS3({ cors })
  const { headers } = await raw("HEAD", `/${BUCKET}`, { headers: { origin: "https://other.example" } })
  expect(headers).toMatchObject({ "access-control-allow-origin": "*", vary: VARY })
  expect(headers).not.toHaveProperty("access-control-allow-credentials")
  expect((await raw("HEAD", `/${BUCKET}`)).headers).not.toHaveProperty("access-control-allow-origin")
})

/** The credential in a presigned URL is for the request that follows. */
it("answers the preflight of a presigned URL", async () => {
  const { raw } = await startS3({ cors })
  const query =
    "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=local/20200101/us-east-1/s3/aws4_request&X-Amz-Date=x"
  expect((await raw("OPTIONS", `/${BUCKET}/a.jpg?${query}`, question("PUT"))).status).toBe(200)
})
