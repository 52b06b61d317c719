import { expect, it } from "vitest"
import { messageOf } from "./errors.ts"

it("is the first line of a message, and all of one whose first line announces the reason", () => {
  expect(messageOf(new Error("Access denied\n    at x"))).toBe("Access denied")
  expect(messageOf(new Error("sst.config.ts could not be evaluated:\nError: not yet"))).toBe(
    "sst.config.ts could not be evaluated:\nError: not yet",
  )
  expect(messageOf(Object.assign(new Error(""), { code: "ECONNREFUSED" }))).toBe("ECONNREFUSED")
})
