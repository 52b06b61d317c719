import { expect, it } from "vitest"
import { fieldsOf } from "./csv/fields.ts"
import { csvRow } from "./csv/write-row.ts"
import { reportOf } from "./report.ts"

async function* rows(count: number) {
  for (let row = 1; row <= count; row++) yield { row: String(row), text: 'a,"b"', reason: "why" }
}

async function textOf(pieces: AsyncIterable<string>): Promise<string> {
  let text = ""
  for await (const piece of pieces) text += piece
  return text
}

it("is CSV, with a heading", async () => {
  expect(await textOf(reportOf(rows(1)))).toBe('row,key,reason\r\n1,"a,""b""",why\r\n')
})

it("ends where nobody would read on, and says so", async () => {
  const lines = (await textOf(reportOf(rows(5), 3))).split("\r\n")
  expect(lines).toHaveLength(1 + 3 + 1 + 1)
  expect(lines[4]).toBe(",,there are more; only the first 3 are told")
  expect(await textOf(reportOf(rows(3), 3))).not.toContain("more")
})

it("is read as it was written", () => {
  const fields = ["a", "", 'b"c', "d,e"]
  expect(fieldsOf(csvRow(fields).trimEnd())).toEqual(fields)
})
