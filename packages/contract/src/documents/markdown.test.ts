import { expect, it } from "vitest"
import { between, mdxText, table } from "./markdown.ts"

it("makes a table with columns as wide as they have to be, and bars that are none", () => {
  expect(table(["a", "what"], [["1", "x | y"]])).toBe("| a   | what   |\n| --- | ------ |\n| 1   | x \\| y |")
})

it("keeps MDX from taking text for code, and code for text", () => {
  expect(mdxText("<id> in `{userId}/<x>` and {y}")).toBe("\\<id\\> in `{userId}/<x>` and \\{y\\}")
})

it("replaces what is between two marks, and needs both", () => {
  expect(between("a [b] old [e] c", ["[b]", "[e]"], "new")).toBe("a [b]\n\nnew\n\n[e] c")
  expect(() => between("a [e] [b]", ["[b]", "[e]"], "new")).toThrow('The page lacks "[b]" followed by "[e]"')
})
