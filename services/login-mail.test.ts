import { expect, it } from "vitest"
import { loginMail } from "../stacks/login-mail.ts"

it.each([
  ["login@example.com", "example.com"],
  [" Darkroom <login@Photos.Example.com> ", "photos.example.com"],
])("takes %s, of the domain %s", (from, domain) => {
  expect(loginMail(from)).toEqual({ from: from.trim(), domain })
})

it.each([undefined, "", "  "])("leaves mail to Cognito for %j", (from) => expect(loginMail(from)).toBeUndefined())

it.each(["example.com", "login@example", "a@b@example.com", "Darkroom <login@example.com", "login@example.com>"])(
  "refuses %s, and names the variable",
  (from) => expect(() => loginMail(from)).toThrow("DARKROOM_EMAIL_FROM"),
)
