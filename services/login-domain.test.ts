import fc from "fast-check"
import { expect, it } from "vitest"
import { loginDomain } from "../stacks/login-domain.ts"

const account = "123456789012"

it("names the domain after the stage where Cognito takes the name", () => {
  expect(loginDomain("darkroom", "production", account)).toBe("darkroom-production-123456789012")
})

it("gives every stage a prefix that Cognito takes, such as PR-12 and lawson", () => {
  const stages = fc.oneof(
    fc.constantFrom("PR-12", "lawson", "cognito", "amazon-1", "a".repeat(60), "-", "x_y"),
    fc.string({ minLength: 1 }),
  )
  fc.assert(
    fc.property(stages, (stage) => {
      const prefix = loginDomain("darkroom", stage, account)
      expect(prefix).toMatch(/^[a-z0-9][a-z0-9-]{0,61}[a-z0-9]$/)
      expect(prefix).not.toMatch(/aws|amazon|cognito/)
    }),
  )
})

it("gives stages that differ only in case different prefixes", () => {
  expect(loginDomain("darkroom", "PR-12", account)).not.toBe(loginDomain("darkroom", "pr-12", account))
})
