import { expect, it } from "vitest"
import { openStore } from "../store.ts"
import { functionSecret } from "./function-secret.ts"

it("is the same after every start, and another one in another state folder", () => {
  const store = openStore()
  const secret = functionSecret(store)
  expect(secret).toMatch(/^[\w-]{40}$/)
  expect(functionSecret(store)).toBe(secret)
  expect(functionSecret(openStore())).not.toBe(secret)
})
