import { afterAll, beforeAll, expect, it } from "vitest"
import { type App, plainPhoto, startApp } from "../../local/e2e/harness.ts"
import { statusPage } from "../../local/src/index.ts"
import { search, show } from "../src/commands/events.ts"
import { type StageStatus, status } from "../src/commands/status.ts"
import { trace } from "../src/commands/trace.ts"
import { why } from "../src/commands/why.ts"
import type { EventLine } from "../src/events/bus-event.ts"
import type { Terminal } from "../src/terminal.ts"
import { saidOf } from "./stage-of.ts"

const page = statusPage()
let app: App
beforeAll(async () => {
  app = await startApp({ page: page.answer })
  page.show(app.engine)
  await app.put("Incoming/one.jpg", await plainPhoto())
  await app.entry("Incoming/one.jpg", ({ record }) => record.metadata !== undefined, 120)
}, 150_000)
afterAll(() => app.close())

const said = (command: (io: Terminal) => Promise<unknown>) => saidOf(app, command)

it("finds a photo's events by its key, its correlation id and its checksum, and shows one whole", async () => {
  const found = JSON.parse(await said((io) => search({ photo: "Incoming/one.jpg", json: true }, io))) as EventLine[]
  const types = found.map(({ type }) => type)
  expect(types).toEqual(expect.arrayContaining(["ImageUploaded", "MetadataExtracted"]))
  const { correlationId, id } = found.find(({ type }) => type === "MetadataExtracted")!
  const correlated = JSON.parse(
    await said((io) => search({ correlationId: correlationId!, json: true }, io)),
  ) as EventLine[]
  // More may have come meanwhile.
  expect(correlated.map((line) => line.id)).toEqual(expect.arrayContaining(found.map((line) => line.id)))

  const whole = JSON.parse(await said((io) => show(id, {}, io))) as {
    detail: { data: { metadata: { sha256: string } } }
  }
  const { sha256 } = whole.detail.data.metadata
  for (const reference of [sha256, correlationId!, "Incoming/one.jpg"])
    expect(await said((io) => trace(reference, {}, io)), reference).toContain("MetadataExtracted")
})

it("tells which services an event went to, and why to no others", async () => {
  const [uploaded] = JSON.parse(await said((io) => search({ type: "ImageUploaded", json: true }, io))) as EventLine[]
  const text = await said((io) => why(uploaded!.id, undefined, {}, io))
  expect(text).toMatch(/^hits +Metadata /m)
  expect(text).toMatch(/^misses +Thumbnail +.*the rule wants/m)
})

it("tells of every subscriber what waits for it", async () => {
  const {
    subscribers: all,
    functions,
    services,
    cost,
  } = JSON.parse(await said((io) => status({ json: true }, io))) as StageStatus
  expect(all.map(({ subscriber }) => subscriber)).toEqual(
    expect.arrayContaining(["Metadata", "Tagging", "Catalog", "bus"]),
  )
  expect(all.map(({ dead, unread }) => dead + unread)).toEqual(all.map(() => 0))
  const of = (name: string) => functions.find((each) => each.function === name)!
  expect(of("Metadata").invocations).toBeGreaterThan(0)
  expect(of("Metadata").averageMilliseconds).toBeGreaterThan(0)
  expect(services.find(({ service }) => service === "metadata")!.handled).toBeGreaterThan(0)
  expect(cost.lambda).toBeGreaterThan(0)
})
