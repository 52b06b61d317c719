import { MetadataExtracted } from "@darkroom/events"
import { busEvent, exampleEvent } from "@darkroom/testing"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, it, onTestFinished } from "vitest"
import { MalformedInput, UnknownEvent, UnknownRule } from "../errors.ts"
import type { BusEvent } from "../events/bus-event.ts"
import { fakeStage, fakeTerminal } from "../test-fixtures.ts"
import { why } from "./why.ts"

const extracted = exampleEvent(MetadataExtracted)
const event = busEvent(extracted) as BusEvent
const ruleOf = (name: string, pattern: object, enabled = true) => ({ name, arn: `arn:${name}`, pattern, enabled })
const own = [
  ruleOf("tagging-rule", { "detail-type": ["MetadataExtracted"] }),
  ruleOf("catalog-rule", { "detail-type": ["ImageTagged"] }),
  ruleOf("off-rule", { "detail-type": ["MetadataExtracted"] }, false),
]
const foreign = [ruleOf("ingest-rule", { source: ["aws.s3"] })]

function start() {
  const { stage } = fakeStage()
  const subscriber = (name: string, rule: string) => {
    const rules = [{ arn: `arn:${rule}`, events: [] }]
    return {
      service: name.toLowerCase(),
      name,
      rules,
      onReplay: "redo" as const,
      queues: [],
      deadLetters: "https://dead",
    }
  }
  return fakeTerminal({
    ...stage,
    events: { ...stage.events, latest: async () => [event] },
    rules: async (bus) => (bus === "default" ? foreign : own),
    operations: {
      ...stage.operations,
      subscribers: [subscriber("Tagging", "tagging-rule"), subscriber("Catalog", "catalog-rule")],
    },
  })
}

function fileOf(content: string): string {
  const folder = mkdtempSync(join(tmpdir(), "darkroom-cli-"))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = join(folder, "event.json")
  writeFileSync(file, content)
  return file
}

const input = (text: string) => async () => text

it("tells which rules an event hits, and of the others the first field that does not match", async () => {
  const io = start()
  expect(await why(extracted.metadata.id, undefined, {}, io)).toBe(0)
  const [hit, catalog, off] = io.written().stdout.split("\n")
  expect(hit).toMatch(/^hits {4}Tagging +tagging-rule$/)
  expect(catalog).toMatch(/^misses {2}Catalog +detail-type is "MetadataExtracted"; the rule wants "ImageTagged"$/)
  expect(off).toMatch(/^misses {2}off-rule +the rule is disabled$/)
})

it.each(["catalog-rule", "Catalog", "catalog"])("looks at the rule alone that %s names", async (rule) => {
  const io = start()
  expect(await why("-", rule, { json: true }, io, input(JSON.stringify(event)))).toBe(1)
  expect(JSON.parse(io.written().stdout)).toEqual([
    {
      rule: "catalog-rule",
      subscriber: "Catalog",
      hits: false,
      enabled: true,
      mismatch: {
        path: "detail-type",
        expected: ["ImageTagged"],
        found: "MetadataExtracted",
        reason: 'detail-type is "MetadataExtracted"; the rule wants "ImageTagged"',
      },
    },
  ])
  expect(await why("-", "tagging", {}, start(), input(JSON.stringify(event)))).toBe(0)
})

it("looks at the account's default bus for an event of S3, which may be in a file", async () => {
  const io = start()
  const created = { source: "aws.s3", "detail-type": "Object Created", detail: {} }
  expect(await why(fileOf(JSON.stringify(created)), undefined, {}, io)).toBe(0)
  expect(io.written().stdout).toBe("hits    ingest-rule  ingest-rule\n")
})

it("says what it cannot use", async () => {
  await expect(why(fileOf("{"), undefined, {}, start())).rejects.toThrow(MalformedInput)
  await expect(why("-", undefined, {}, start(), input("{}"))).rejects.toThrow("Standard input cannot be used")
  await expect(why("nobody", undefined, {}, start())).rejects.toThrow(UnknownEvent)
  await expect(why(extracted.metadata.id, "nobody", {}, start())).rejects.toThrow(UnknownRule)
})
