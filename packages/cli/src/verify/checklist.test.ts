import { expect, it } from "vitest"
import { checklist } from "./checklist.ts"
import { Miss } from "./miss.ts"

const options = { signal: new AbortController().signal, next: "npx darkroom status", now: () => 0 }
const missing = { expected: "a page", found: "status 503", next: "npx darkroom start" }

it("keeps what each check came to, and gives its value to those after it", async () => {
  const { check, checks } = checklist(options)
  const page = await check("page", {}, async () => ({ value: 1, detail: "there" }))
  expect(await check("script", { page }, async ({ page: one }) => ({ value: one + 1, detail: "too" }))).toBe(2)
  expect(checks).toEqual([
    { check: "page", result: "passed", detail: "there", milliseconds: 0, miss: null },
    { check: "script", result: "passed", detail: "too", milliseconds: 0, miss: null },
  ])
})

it("skips what needs a check that missed, and goes on with the others", async () => {
  const { check, checks } = checklist(options)
  const page = await check<{}, number>("page", {}, () => Promise.reject(new Miss(missing)))
  await check("script", { page }, async () => ({ value: 1, detail: "" }))
  await check("API", {}, () => Promise.reject(new Error("refused")))
  expect(checks.map(({ check: name, result, detail, miss }) => ({ name, result, detail, miss }))).toEqual([
    { name: "page", result: "missed", detail: "status 503", miss: missing },
    { name: "script", result: "skipped", detail: "needs: page", miss: null },
    {
      name: "API",
      result: "missed",
      detail: "refused",
      miss: { expected: "no error", found: "refused", next: "npx darkroom status" },
    },
  ])
})

it.each([
  ["interrupted", undefined],
  ["no time left", new DOMException("", "TimeoutError")],
])("skips the check under way and all after it: %s", async (detail, reason) => {
  const controller = new AbortController()
  const { check, checks } = checklist({ ...options, signal: controller.signal })
  await check("page", {}, async () => {
    controller.abort(reason)
    throw new Error("aborted")
  })
  await check("API", {}, async () => ({ value: 1, detail: "" }))
  expect(checks.map((each) => [each.check, each.result, each.detail])).toEqual([
    ["page", "skipped", detail],
    ["API", "skipped", detail],
  ])
})
