import { defineEvent, earlierVersion } from "@darkroom/events"
import { describe, expect, it } from "vitest"
import { z } from "zod"
import { choreographyOf } from "../choreography/choreography.fixture.ts"
import { choreographyPage } from "./choreography-page.ts"
import type { Contract } from "./contract.ts"
import { eventCatalogFiles } from "./event-catalog.ts"
import { withEventTable } from "./event-table.ts"
import { eventsPage } from "./events-page.ts"

const old = z.object({ text: z.string() })
const Noted = defineEvent({
  name: "Noted",
  version: 2,
  source: "darkroom.notes",
  description: "A note under <key> was taken.",
  schema: z.object({
    lines: z.array(z.object({ text: z.string().nullable().describe("null | nothing"), kind: z.enum(["a", "b"]) })),
    at: z.iso.datetime().optional(),
  }),
  example: { lines: [] },
  earlier: [
    earlierVersion({
      version: 1,
      schema: old,
      next: z.object({ lines: z.array(z.never()) }),
      upcast: () => ({ lines: [] }),
    }),
  ],
})
const Asked = defineEvent({
  name: "Asked",
  version: 1,
  source: "darkroom.cli",
  description: "Somebody asked.",
  schema: z.object({}),
  example: {},
  unconsumed: "Kept for later.",
})
const contract: Contract = {
  definitions: [Noted, Asked],
  choreography: await choreographyOf(
    [
      { name: "notes", emits: ["Noted"] },
      { name: "readers", on: ["Noted"] },
    ],
    [
      { name: "Noted", by: "notes" },
      { name: "Asked", by: "cli", unconsumed: "Kept for later." },
    ],
  ),
  summaries: { notes: "Takes {notes}.", readers: "Reads." },
}

describe("the page of events", () => {
  const page = eventsPage(contract)

  it("has of each event owner, consumers and versions", () => {
    expect(page).toContain(
      "- **Owner**: notes (`darkroom.notes`)\n- **Consumers**: readers\n- **Version**: 2; earlier ones that are read: 1",
    )
    expect(page).toContain(
      "- **Owner**: the `darkroom` command (`darkroom.cli`)\n- **Consumers**: the archive alone. Kept for later.",
    )
  })

  it("has each field with its type and description, however deep", () => {
    const rows = page
      .split("\n")
      .filter((line) => line.startsWith("| `"))
      .map((line) => line.replace(/ +\|/g, " |"))
    expect(rows).toEqual([
      "| `lines` | list of object | |",
      "| `lines[].text` | string or null | null \\| nothing |",
      "| `lines[].kind` | `a`, `b` | |",
      "| `at` | time, or left out | |",
    ])
  })
})

it("puts each event into the README's table", () => {
  const page =
    "<!-- begin of the generated table of events: npm run docs -->\nold\n<!-- end of the generated table of events -->"
  expect(withEventTable(page, contract)).toContain("| [Noted](docs/events.md#noted) | notes ")
  expect(withEventTable(page, contract)).not.toContain("old")
})

it("draws who emits and who consumes an event, and what the archive alone has", () => {
  const [, diagram = ""] = choreographyPage(contract).split("```mermaid\n")
  expect(
    diagram
      .split("```")[0]
      ?.trim()
      .split("\n")
      .map((line) => line.trim()),
  ).toEqual([
    "flowchart LR",
    "notes --> Noted([Noted])",
    "Noted --> readers",
    "cli --> Asked([Asked])",
    "Asked -.-> archive[(archive)]",
  ])
})

describe("EventCatalog's content", () => {
  const files = new Map(eventCatalogFiles(contract).map(({ path, content }) => [path, content]))
  const frontMatter = (path: string) => {
    const lines = files.get(`docs/eventcatalog/${path}/index.mdx`)!.split("---\n")[1]!.trim().split("\n")
    return Object.fromEntries(
      lines.map((line) => [line.slice(0, line.indexOf(":")), JSON.parse(line.slice(line.indexOf(":") + 1)) as unknown]),
    )
  }

  it("has a page for each service, the command line among them, with what it sends and receives", () => {
    expect(frontMatter("services/notes")).toEqual({
      id: "notes",
      name: "notes",
      version: "1.0.0",
      summary: "Takes {notes}.",
      sends: [{ id: "Noted", version: "2.0.0" }],
    })
    expect(frontMatter("services/readers")).toMatchObject({ receives: [{ id: "Noted", version: "2.0.0" }] })
    expect(frontMatter("services/cli")).toMatchObject({ sends: [{ id: "Asked", version: "1.0.0" }] })
  })

  it("has a page and the schema for each event", () => {
    expect(frontMatter("events/Noted")).toMatchObject({ id: "Noted", version: "2.0.0", schemaPath: "schema.json" })
    expect(JSON.parse(files.get("docs/eventcatalog/events/Noted/schema.json")!)).toMatchObject({ title: "Noted" })
  })

  it("keeps text from being taken for JSX", () => {
    expect(files.get("docs/eventcatalog/events/Noted/index.mdx")).toContain("A note under \\<key\\> was taken.")
    expect(files.get("docs/eventcatalog/services/notes/index.mdx")).toContain("Takes \\{notes\\}.")
  })
})
