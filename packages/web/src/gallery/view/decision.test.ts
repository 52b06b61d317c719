import { createElement } from "react"
import { renderToStaticMarkup } from "react-dom/server"
import { expect, it } from "vitest"
import { Decision } from "./decision.tsx"
import { Missing } from "./missing.tsx"

it.each([
  ["success", "Passed"],
  ["failure", "Did not pass"],
  ["review", "Needs a look"],
] as const)("%s is told by a word and a drawing, not by colour alone, with its reason", (category, word) => {
  const decision = { category, rules: "dogs", reason: "Dog was seen at 97 %." }
  const html = renderToStaticMarkup(createElement(Decision, { decision }))
  expect(html).toMatch(new RegExp(`<svg .*</svg>${word}</p><p>Dog was seen at 97 %\\.</p>`, "u"))
})

it("says nothing of a photo that no rules decide on, and of nothing that is missing", () => {
  expect(renderToStaticMarkup(createElement(Decision, { decision: null }))).toBe("")
  expect(renderToStaticMarkup(createElement(Missing, {}))).toBe("")
})

it("says in words what could not be looked for, and why", () => {
  const missing = [{ feature: "moderation", message: "It was not allowed." }]
  const text = renderToStaticMarkup(createElement(Missing, { missing })).replaceAll(/<[^>]+>/gu, "|")
  expect(text).toContain("Not looked for: sensitive content")
  expect(text).toContain("It was not allowed.")
})
