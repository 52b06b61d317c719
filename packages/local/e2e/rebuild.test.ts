import { DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { DynamoDBDocumentClient, UpdateCommand } from "@aws-sdk/lib-dynamodb"
import { recordKey } from "@darkroom/catalog-model"
import type { DarkroomEvent, RebuiltPhoto } from "@darkroom/events"
import { afterAll, beforeAll, expect, it, vi } from "vitest"
import { photo } from "../../../services/catalog/src/catalog.fixture.ts"
import { rebuildCatalog, type RebuildOptions } from "../../cli/src/commands/rebuild.ts"
import { command } from "./commands.ts"
import { type App, appGraph, startApp } from "./harness.ts"

const PHOTOS = 1_000
/** Of them all is told. */
const COMPLETE = 100
/** Milliseconds for the catalog to take them in; a busy machine takes its time. */
const PATIENCE = 240_000

const photos = Array.from({ length: PHOTOS }, () => photo())

let app: App
let documents: DynamoDBDocumentClient
beforeAll(async () => {
  const graph = await appGraph((changed) => {
    const wanted = new Set(["CatalogRule", "ReplayTapRule"])
    changed.rules = changed.rules.filter(({ name }) => wanted.has(name))
  })
  app = await startApp({ graph })
  const credentials = { accessKeyId: "local", secretAccessKey: "local" }
  documents = DynamoDBDocumentClient.from(
    new DynamoDBClient({ endpoint: app.engine.url, region: "us-east-1", credentials }),
  )
  for (const { uploaded, extracted } of photos) put(uploaded, extracted)
  for (const { tagged, rendered } of photos.slice(0, COMPLETE)) put(tagged, rendered)
  for (const { deleted } of photos.slice(0, 10)) put(deleted)
  await vi.waitFor(() => app.idle(), { timeout: PATIENCE })
}, PATIENCE)
afterAll(() => app.close())

function put(...events: DarkroomEvent[]): void {
  const bus = app.engine.graph.buses.find(({ id }) => id === "Events")!.name
  const entries = events.map(({ source, type, metadata, data }) => ({
    source,
    detailType: type,
    detail: { metadata, data },
    time: Date.parse(metadata.time),
  }))
  app.engine.events.put(entries, { bus })
}

async function rebuild(options: RebuildOptions = {}) {
  const { code, json } = await command(app, rebuildCatalog, { json: true, ...options })
  return { code, ...(json as { states: Record<RebuiltPhoto["state"], number>; photos: RebuiltPhoto[] }) }
}

it("ends with no difference on a thousand photos", async () => {
  const { code, states, photos: differing } = await rebuild()
  expect(differing).toEqual([])
  expect(code).toBe(0)
  expect(states).toEqual({ same: PHOTOS, different: 0, mended: 0, older: 0, newer: 0 })
}, 90_000)

it("shows what somebody has changed in the catalog, and mends that alone", async () => {
  const { id } = photos[COMPLETE - 1]!
  const before = await app.byId(id)
  const TableName = app.engine.graph.tables.find((table) => table.id === "ImageMetadata")!.name
  await documents.send(
    new UpdateCommand({
      TableName,
      Key: recordKey(id),
      UpdateExpression: "SET #owner = :eve REMOVE thumbnail",
      ExpressionAttributeNames: { "#owner": "owner" },
      ExpressionAttributeValues: { ":eve": "eve" },
    }),
  )
  const shown = await rebuild()
  expect([shown.code, shown.photos.map(({ imageId }) => imageId)]).toEqual([1, [id]])
  expect(shown.photos[0]?.differences).toMatchObject([
    { item: "RECORD", attribute: "owner", has: "eve", rebuilt: "ada" },
    { item: "RECORD", attribute: "thumbnail", rebuilt: before?.record.thumbnail },
  ])
  const mended = await rebuild({ apply: true, yes: true })
  expect([mended.code, mended.states]).toMatchObject([0, { mended: 1, same: PHOTOS - 1 }])
  expect(await app.byId(id)).toEqual(before)
}, 90_000)
