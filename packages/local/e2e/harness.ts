import { DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { ListObjectsV2Command, PutObjectCommand, S3Client } from "@aws-sdk/client-s3"
import { DynamoDBDocumentClient, GetCommand } from "@aws-sdk/lib-dynamodb"
import { type CatalogEntry, catalogReader, progressOf } from "@darkroom/catalog-model"
import type {
  DetectedFace,
  DetectedLabel,
  ImageProperties,
  Recogniser,
  Seeing,
  SeenModeration,
  SeenText,
} from "@darkroom/vision"
import { readdirSync } from "node:fs"
import { basename, join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import sharp from "sharp"
import { onTestFinished } from "vitest"
import { type BusEvent } from "../src/aws/events/events.ts"
import { type Engine, type EngineOptions, type Graph, startEngine, synth } from "../src/index.ts"

export const root = join(import.meta.dirname, "../../..")

export interface GraphOptions {
  /** Schedules run: once when the app starts, and then every minute of the clock, whoever moves it. */
  readonly schedules?: boolean
}

/**
 * The app as sst.config.ts describes it, with what the test changes in it. No event reaches services that `darkroom new` has added
 * to the checkout: stories tell of those that Darkroom comes with.
 */
export async function appGraph(
  change: (graph: Mutable<Graph>) => void = () => {},
  { schedules = false }: GraphOptions = {},
): Promise<Graph> {
  const graph = structuredClone(await synth({ root, stage: "local", cache: join(root, ".darkroom") })) as Mutable<Graph>
  silence(graph, addedServices())
  if (!schedules) graph.schedules = []
  change(graph)
  return graph
}

function addedServices(): string[] {
  const files = readdirSync(join(root, "stacks/added"))
  return files.flatMap((file) => (file === "index.ts" ? [] : [basename(file, ".ts")]))
}

/** Takes away the rules that feed the services, and what the `darkroom` command knows of these. */
function silence(graph: Mutable<Graph>, services: readonly string[]): void {
  const operations = graph.links["Operations"] as { subscribers: { service: string; rules: { arn: string }[] }[] }
  const silent = operations.subscribers.filter(({ service }) => services.includes(service))
  const rules = new Set(silent.flatMap((subscriber) => subscriber.rules.map(({ arn }) => arn)))
  operations.subscribers = operations.subscribers.filter((subscriber) => !silent.includes(subscriber))
  graph.rules = graph.rules.filter(({ arn }) => !rules.has(arn))
}

export type Mutable<Value> = Value extends (infer Item)[] | readonly (infer Item)[]
  ? Mutable<Item>[]
  : Value extends object
    ? { -readonly [Key in keyof Value]: Mutable<Value[Key]> }
    : Value

/** What a fixed recogniser sees besides labels; nothing where it is not given. */
export interface FixedSights {
  readonly faces?: readonly DetectedFace[]
  readonly text?: readonly SeenText[]
  readonly moderation?: readonly SeenModeration[]
  readonly properties?: ImageProperties
}

/** It has no models to load. */
export type TestRecogniser = Omit<Recogniser, "warm"> & Seeing

/** A recogniser that sees the same in every photo, at once. */
export function fixedRecogniser(
  labels: readonly DetectedLabel[] = [dog],
  { faces = [], text = [], moderation = [], properties = plain }: FixedSights = {},
): TestRecogniser {
  return {
    detectLabels: async () => [...labels],
    detectFaces: async () => faces,
    detectText: async () => text,
    detectModerationLabels: async () => moderation,
    imageProperties: async () => properties,
    close: async () => {},
  }
}

const plain: ImageProperties = { quality: { brightness: 60, sharpness: 80, contrast: 50 }, dominantColors: [] }

const dog: DetectedLabel = {
  name: "Dog",
  confidence: 97,
  parents: ["Animal"],
  categories: ["Animals and Pets"],
  aliases: [],
  instances: [{ confidence: 97, boundingBox: { left: 0.125, top: 0.25, width: 0.375, height: 0.5 } }],
}

export interface App {
  readonly engine: Engine
  readonly s3: S3Client
  readonly photos: string
  /** Every event that the app's bus took, in order. */
  readonly seen: BusEvent[]
  put(key: string, body: Uint8Array | string, options?: { sha256?: boolean }): Promise<void>
  /** The catalog's entry of the latest photo under the key, once `until` holds; throws with what is known after the time. */
  entry(key: string, until?: (entry: CatalogEntry) => boolean, seconds?: number): Promise<CatalogEntry>
  byId(imageId: string): Promise<CatalogEntry | undefined>
  /** Keys in the bucket Photos under the prefix. */
  keys(prefix: string): Promise<string[]>
  /** Resolves when no queue but dead-letter queues holds a message and no function is at work. */
  idle(): Promise<void>
  count(type: string, imageId?: string): number
  close(): Promise<void>
}

/** Starts the app in memory on a free port, or in `folder`. */
export async function startApp(options: Partial<EngineOptions> = {}): Promise<App> {
  const graph = options.graph ?? (await appGraph())
  const bundles = join(root, ".darkroom/bundles")
  // One process a function: the stories that run at the same time need the other processors.
  const defaults = { root, port: 0, bundles, concurrency: 1, recogniser: fixedRecogniser() }
  const engine = await startEngine({ ...defaults, ...options, graph })
  const seen: BusEvent[] = []
  engine.events.onEvent(({ bus, event }) => void (bus === "default" || seen.push(event)))
  const client = {
    endpoint: engine.url,
    region: "us-east-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  }
  const s3 = new S3Client({ ...client, forcePathStyle: true })
  const documents = DynamoDBDocumentClient.from(new DynamoDBClient(client))
  const physical = (nodes: readonly { id: string; name: string }[], id: string) =>
    nodes.find((node) => node.id === id)?.name ?? id
  const photos = physical(graph.buckets, "Photos")
  const catalog = catalogReader(documents, physical(graph.tables, "ImageMetadata"))

  async function imageId(key: string): Promise<string | undefined> {
    const get = new GetCommand({
      TableName: physical(graph.tables, "Uploads"),
      Key: { object: `${photos}/${key}` },
      ConsistentRead: true,
    })
    return (await documents.send(get)).Item?.["imageId"] as string | undefined
  }

  return {
    engine,
    s3,
    photos,
    seen,
    async put(key, body, { sha256 = true } = {}) {
      const checksum = sha256 ? ({ ChecksumAlgorithm: "SHA256" } as const) : {}
      await s3.send(new PutObjectCommand({ Bucket: photos, Key: key, Body: body, ...checksum }))
    },
    async entry(key, until = isDone, seconds = 25) {
      let entry: CatalogEntry | undefined
      for (const end = Date.now() + seconds * 1000; Date.now() < end; await sleep(50)) {
        const id = await imageId(key)
        entry = id === undefined ? undefined : await catalog.entry(id)
        if (entry && until(entry)) return entry
      }
      throw new Error(`${key}: not there after ${seconds} s; known is ${JSON.stringify(entry?.record ?? null)}`)
    },
    byId: (id) => catalog.entry(id),
    async keys(prefix) {
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: photos, Prefix: prefix }))
      return Contents.map(({ Key }) => Key ?? "")
    },
    async idle() {
      const live = graph.queues.filter(({ id }) => !/DeadLetters|Undelivered/.test(id))
      const waits = (arn: string) => Object.values(engine.sqs.depth(arn)).some((count) => count > 0)
      const busy = () => [
        ...live.flatMap(({ id, arn }) => (waits(arn) ? [id] : [])),
        ...engine.stats().flatMap(({ id, running }) => (running > 0 ? [id] : [])),
      ]
      for (const end = Date.now() + 25_000; busy().length > 0; await sleep(50))
        if (Date.now() > end) throw new Error(`the app does not come to rest: ${busy().join(", ")}`)
    },
    count: (type, id) =>
      seen.filter((event) => event["detail-type"] === type && (id === undefined || groupKeyOf(event) === id)).length,
    async close() {
      s3.destroy()
      documents.destroy()
      await engine.close()
    },
  }
}

/** The same for one test: the app is closed when the test is over. */
export async function startForTest(options: Partial<EngineOptions> = {}): Promise<App> {
  const app = await startApp(options)
  onTestFinished(() => app.close())
  return app
}

/** A JPEG of one colour. */
export function plainPhoto(side = 300): Promise<Buffer> {
  return sharp({ create: { width: side, height: side, channels: 3, background: "#446688" } })
    .jpeg()
    .toBuffer()
}

/** How often a service may try: tests do not wait for five attempts. */
export function attempts(graph: Mutable<Graph>, id: string, count: number): void {
  for (const node of graph.functions) if (node.id === id) node.environment["DARKROOM_MAX_RECEIVES"] = String(count)
  for (const queue of graph.queues)
    if (queue.id === `${id}Events` && queue.redrive) queue.redrive.maxReceiveCount = count
}

export function groupKeyOf(event: BusEvent): string {
  return (event.detail as unknown as { metadata: { groupKey: string } }).metadata.groupKey
}

/** Everything is told, and ImageProcessed has arrived where it is to. */
export function isDone({ record }: CatalogEntry): boolean {
  const { status } = progressOf(record)
  return status === "processed" ? record.processed !== undefined : status !== "processing"
}
