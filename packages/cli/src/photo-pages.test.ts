import { DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { DynamoDBDocumentClient, PutCommand } from "@aws-sdk/lib-dynamodb"
import { catalogReader, eventKey, labelKey, ownerLabel, recordKey } from "@darkroom/catalog-model"
import { imageMetadataTable } from "@darkroom/catalog-model/testing"
import { startTables, tableNode } from "@darkroom/local/embedded"
import { afterAll, beforeAll, expect, it } from "vitest"
import { photoPages, type PhotoPagesOptions } from "./photo-pages.ts"

let tables: Awaited<ReturnType<typeof startTables>>
let documents: DynamoDBDocumentClient
beforeAll(async () => {
  tables = await startTables([tableNode(imageMetadataTable)])
  documents = DynamoDBDocumentClient.from(new DynamoDBClient(tables.client))
  const put = (Item: object) => documents.send(new PutCommand({ TableName: imageMetadataTable.name, Item }))
  // A page has 1 MB: ten records of this size do not fit into one.
  const large = "x".repeat(200_000)
  for (const [owner, count] of Object.entries(COUNTS))
    for (let index = 0; index < count; index++) {
      const imageId = `${owner}-${index}`
      await put({ ...recordKey(imageId), imageId, owner, uploadedAt: `2026-01-${10 + index}T00:00:00Z`, large })
      await put({ ...eventKey(imageId, "e"), type: "ImageUploaded" })
      await put({ ...labelKey(imageId, "Dog"), imageId, ownerLabel: ownerLabel(owner, "Dog"), confidence: 90 })
    }
})
afterAll(async () => {
  documents.destroy()
  await tables.close()
})

const COUNTS = { ada: 12, bob: 3 }
const place = (owner: string, index: number) => ({
  imageId: `${owner}-${index}`,
  owner,
  uploadedAt: `2026-01-${10 + index}T00:00:00Z`,
})

async function read(options?: PhotoPagesOptions): Promise<string[][]> {
  const { name } = imageMetadataTable
  const pages: string[][] = []
  for await (const page of photoPages(documents, name, catalogReader(documents, name))(options))
    pages.push(page.map(({ imageId }) => imageId))
  return pages
}

it("reads every photo once, page by page, and nothing but photos", async () => {
  const pages = await read()
  expect(pages.length).toBeGreaterThan(2)
  expect(pages.flat().sort()).toEqual(
    Object.entries(COUNTS)
      .flatMap(([owner, count]) => Array.from({ length: count }, (_, index) => `${owner}-${index}`))
      .sort(),
  )
})

it("goes on behind any photo, in the same order", async () => {
  const all = (await read()).flat()
  for (const at of [0, 6, 14]) {
    const [owner = "", index] = all[at]?.split("-") ?? []
    expect((await read({ after: place(owner, Number(index)) })).flat()).toEqual(all.slice(at + 1))
  }
})

it("reads one owner's, newest first, and goes on behind any of them", async () => {
  const newest = Array.from({ length: 12 }, (_, index) => `ada-${11 - index}`)
  const pages = await read({ owner: "ada" })
  expect(pages.length).toBeGreaterThan(1)
  expect(pages.flat()).toEqual(newest)
  expect((await read({ owner: "ada", after: place("ada", 3) })).flat()).toEqual(newest.slice(9))
})
