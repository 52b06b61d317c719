import { expect, it, vi } from "vitest"
import { galleryApp } from "./app.ts"
import type { Implementations } from "./implementations.ts"
import { isFromCloudFront, ORIGIN_HEADER } from "./origin-check.ts"

const SECRET = "0123456789abcdef"
const app = (originSecret?: string) => galleryApp({} as Implementations, { originSecret, report: vi.fn() })

it.each([
  ["without the header", {}, 403],
  ["with another value", { [ORIGIN_HEADER]: "guess" }, 403],
  ["with an empty value", { [ORIGIN_HEADER]: "" }, 403],
  ["with CloudFront's value", { [ORIGIN_HEADER]: SECRET }, 200],
])("answers a request for the API's description %s", async (_, headers, status) => {
  const response = await app(SECRET).request("/openapi.json", { headers })
  expect(response.status).toBe(status)
  expect(response.headers.get("cache-control")).toBe("no-store")
  expect(await response.text()).not.toContain(SECRET)
})

it("asks for no header where there is no CloudFront", async () => {
  expect((await app().request("/openapi.json")).status).toBe(200)
})

it("compares values of any length", () => {
  expect(isFromCloudFront("x".repeat(10_000), SECRET)).toBe(false)
  expect(isFromCloudFront(SECRET, SECRET)).toBe(true)
})
