import { DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { ListObjectsV2Command, ListObjectVersionsCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3"
import { ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs"
import { DynamoDBDocumentClient, QueryCommand } from "@aws-sdk/lib-dynamodb"
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { afterAll, beforeAll, expect, it } from "vitest"
import { type Engine, type Graph, manualClock, type ManualClock, startEngine, synth } from "../src/index.ts"
import { root as checkout } from "./harness.ts"

const root = join(import.meta.dirname, "../fixtures/feedback")
const HOUR = 3_600_000

let graph: Graph
let engine: Engine
let clock: ManualClock
let cache: string

beforeAll(async () => {
  usePlatformOf(checkout)
  cache = mkdtempSync(join(tmpdir(), "darkroom-"))
  graph = await synth({ root, stage: "fixture", cache })
  clock = manualClock(Date.now())
  engine = await startEngine({ graph, root, port: 0, clock })
})

afterAll(async () => {
  await engine.close()
  rmSync(cache, { recursive: true, force: true })
})

/** The components of SST are 300 MB, of the very version that this app uses too. */
function usePlatformOf(other: string): void {
  const folder = join(root, ".sst")
  mkdirSync(folder, { recursive: true })
  cpSync(join(other, ".sst/.darkroom-installed"), join(folder, ".darkroom-installed"))
  if (!existsSync(join(folder, "platform"))) symlinkSync(join(other, ".sst/platform"), join(folder, "platform"))
}

const client = () => ({
  endpoint: engine.url,
  region: "us-east-1",
  credentials: { accessKeyId: "local", secretAccessKey: "local" },
})

async function items(product: string): Promise<Record<string, unknown>[]> {
  const documents = DynamoDBDocumentClient.from(new DynamoDBClient(client()))
  const query = new QueryCommand({
    TableName: graph.tables[0]!.name,
    KeyConditionExpression: "product = :product",
    ExpressionAttributeValues: { ":product": product },
  })
  const { Items = [] } = await documents.send(query)
  documents.destroy()
  return Items
}

const idsOf = (found: Record<string, unknown>[]) => found.map(({ id }) => String(id)).toSorted()

async function eventually<Value>(look: () => Promise<Value>, until: (value: Value) => boolean): Promise<Value> {
  for (const end = Date.now() + 25_000; ; await sleep(50)) {
    const value = await look()
    if (until(value) || Date.now() > end) return value
  }
}

const s3 = () => new S3Client({ ...client(), forcePathStyle: true })

const upload = (key: string, body: string) =>
  s3().send(new PutObjectCommand({ Bucket: graph.buckets[0]!.name, Key: key, Body: body }))

it("runs an SST app that knows nothing of the engine: bucket, queue, table, bus, topic, all by default links", async () => {
  await upload("march 2026+april.csv", "1,lamp,5\n2,lamp,2\n3,lamp,1\n")

  const stored = await eventually(
    () => items("lamp"),
    (all) => all.length === 5,
  )
  expect(idsOf(stored)).toEqual(["audit#2", "audit#3", "vote#1", "vote#2", "vote#3"])
  const alerts = await eventually(
    () => items("alerts"),
    (all) => all.length === 2,
  )
  expect(alerts.map(({ text }) => String(text)).toSorted()).toEqual(["lamp got 1", "lamp got 2"])

  const complaints = graph.queues.find(({ id }) => id === "Complaints")!
  const { Messages = [] } = await new SQSClient(client()).send(
    new ReceiveMessageCommand({ QueueUrl: complaints.url, WaitTimeSeconds: 2, MaxNumberOfMessages: 10 }),
  )
  expect(Messages.map(({ Body = "" }) => (JSON.parse(Body) as { Message: string }).Message)).toEqual(["lamp got 1"])
})

it("takes no notice of an object that the notification's filter leaves out", async () => {
  await upload("notes.txt", "9,kettle,5\n")
  await engine.s3.idle()
  expect(engine.stats().find(({ id }) => id.includes("Import"))?.invocations).toBe(1)
})

it("runs schedules of both kinds when the clock says so", async () => {
  clock.advance(24 * HOUR)
  const summaries = await eventually(
    () => items("summary"),
    (all) => all.length === 2,
  )
  expect(summaries).toMatchObject([{ id: "kettle", votes: 0 }, { id: "lamp" }])
})

it("takes items away when their time to live is over", async () => {
  clock.advance(2 * 24 * HOUR)
  const left = await eventually(
    () => items("lamp"),
    (all) => all.every(({ id }) => !String(id).startsWith("vote#")),
  )
  expect(idsOf(left)).toEqual(["audit#2", "audit#3"])
})

it("expires objects when their days are over, and keeps their versions", async () => {
  const inBucket = { Bucket: graph.buckets[0]!.name }
  const list = () => s3().send(new ListObjectsV2Command(inBucket))
  expect((await list()).KeyCount).toBe(2)
  clock.advance(32 * 24 * HOUR)
  const left = await eventually(list, ({ KeyCount }) => KeyCount === 0)
  expect(left.KeyCount).toBe(0)
  const { Versions = [], DeleteMarkers = [] } = await s3().send(new ListObjectVersionsCommand(inBucket))
  expect([Versions.length, DeleteMarkers.length]).toEqual([2, 2])
})
