import { DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { DynamoDBDocumentClient, QueryCommand } from "@aws-sdk/lib-dynamodb"
import { catalogReader, stepLimits, WATCH } from "@darkroom/catalog-model"
import { imageMetadataTable } from "@darkroom/catalog-model/testing"
import {
  type DarkroomEvent,
  ImageArchived,
  ImageCategorized,
  ImageDeleted,
  ImageMoved,
  ImageProcessed,
  ImageRejected,
  ImageReplaced,
  ImageRestored,
  ImageStalled,
  ImageTagged,
  ImageUploaded,
  imageIdOf,
  MetadataExtracted,
  ProcessingFailed,
  RecognitionRequested,
  RetryRequested,
  ThumbnailGenerated,
  type VideoLabel,
  VideoCopied,
  VideoMetadataExtracted,
  VideoRejected,
  VideoTagged,
  VideoUploaded,
} from "@darkroom/events"
import { on, subscriber } from "@darkroom/lambda"
import { startTables, tableNode } from "@darkroom/local/embedded"
import { busEvent, lambdaContext, placeIn, sqsBatch, testRuntime } from "@darkroom/testing"
import { type CatalogStore, catalogTable } from "./catalog-store.ts"
import { bury, buryReplaced, project } from "./project.ts"

/** The engine's DynamoDB with the catalog's table. */
export async function startTable() {
  const tables = await startTables([tableNode(imageMetadataTable)])
  const client = DynamoDBDocumentClient.from(new DynamoDBClient(tables.client), {
    marshallOptions: { removeUndefinedValues: true },
  })
  return { client, store: catalogTable(client, "ImageMetadata"), close: () => tables.close() }
}

let uploads = 0
export const at = (seconds: number) => new Date(Date.UTC(2026, 10, 21, 9, 30, seconds))
export const label = (name: string, confidence: number) => ({
  name,
  confidence,
  parents: [],
  categories: [],
  instances: [],
})

/** The facts of one new photo. */
export function photo(owner = "ada", changes: Partial<ImageUploaded["data"]["image"]> = {}) {
  const id = imageIdOf("photos", "key", String(uploads++))
  const image = { ...ImageUploaded.example.image, id, ...placeIn("private-uploads", "IMG_0042.jpg", owner), ...changes }
  const uploaded = ImageUploaded.create(
    { ...ImageUploaded.example, image },
    { id, groupKey: id, origin: "upload", time: at(0) },
  )
  const extracted = MetadataExtracted.create({ ...MetadataExtracted.example, image }, { cause: uploaded, time: at(1) })
  const tagged = ImageTagged.create(
    { image, labels: [label("Dog", 97), label("Grass", 60)], skipped: null, modelVersion: "3.0" },
    { cause: extracted, time: at(2) },
  )
  const rendered = ThumbnailGenerated.create(
    { ...ThumbnailGenerated.example, image },
    { cause: extracted, time: at(3) },
  )
  const failed = ProcessingFailed.create(
    { ...ProcessingFailed.example, imageId: id },
    { cause: extracted, time: at(4) },
  )
  const deleted = ImageDeleted.create(
    { image, deletedAt: at(5).toISOString() },
    { id: imageIdOf("deleted", id, ""), groupKey: id, origin: "upload", time: at(5) },
  )
  return { id, image, uploaded, extracted, tagged, rendered, failed, deleted }
}

export const videoLabel = (name: string, confidence: number, start = 0, end = 1000): VideoLabel => ({
  name,
  confidence,
  parents: [],
  categories: [],
  segments: [{ start, end, confidence }],
})

/** The facts of one new video, and of a second look at it. */
export function video(owner = "ada", changes: Partial<VideoUploaded["data"]["video"]> = {}) {
  const id = imageIdOf("photos", "video", String(uploads++))
  const about = { ...VideoUploaded.example.video, id, ...placeIn("private-uploads", "MVI_0007.mov", owner), ...changes }
  const uploaded = VideoUploaded.create(
    { ...VideoUploaded.example, video: about },
    { id, groupKey: id, origin: "upload", time: at(0) },
  )
  const extracted = VideoMetadataExtracted.create(
    { ...VideoMetadataExtracted.example, video: about },
    { cause: uploaded, time: at(1) },
  )
  const tagged = VideoTagged.create(
    { ...VideoTagged.example, video: about, labels: [videoLabel("Dog", 97), videoLabel("Grass", 60)] },
    { cause: extracted, time: at(20) },
  )
  const copied = VideoCopied.create({ ...VideoCopied.example, video: about }, { cause: extracted, time: at(10) })
  const again = VideoTagged.create(
    { ...tagged.data, labels: [videoLabel("Cat", 80)], faces: null },
    { cause: extracted, discriminator: "again", time: at(30) },
  )
  const rejected = VideoRejected.create({ ...VideoRejected.example, video: about }, { cause: uploaded, time: at(1) })
  const failed = ProcessingFailed.create(
    { ...ProcessingFailed.example, imageId: id, service: "video", message: "The video could not be watched." },
    { cause: extracted, time: at(15) },
  )
  const retried = RetryRequested.create(
    { image: about, service: "video", failure: failed.metadata.id },
    { cause: extracted, discriminator: "retry", time: at(16) },
  )
  const deleted = ImageDeleted.create(
    { image: about, deletedAt: at(40).toISOString() },
    { id: imageIdOf("deleted", id, ""), groupKey: id, origin: "upload", time: at(40) },
  )
  return { id, video: about, uploaded, extracted, copied, tagged, again, rejected, failed, retried, deleted }
}

/** The service on that table, as Lambda runs it. */
export function startCatalog(
  client: DynamoDBDocumentClient,
  store: CatalogStore = catalogTable(client, "ImageMetadata"),
) {
  const deps = { store, limits: stepLimits }
  const runtime = testRuntime("catalog")
  const projected = [
    ImageUploaded,
    MetadataExtracted,
    ImageRejected,
    ImageTagged,
    ThumbnailGenerated,
    ImageCategorized,
    ImageProcessed,
    ImageMoved,
    ImageArchived,
    ImageRestored,
    ProcessingFailed,
    ImageStalled,
    RetryRequested,
    RecognitionRequested,
    VideoUploaded,
    VideoMetadataExtracted,
    VideoRejected,
    VideoCopied,
    VideoTagged,
  ]
  const run = subscriber(
    [
      on(ImageReplaced, (event) => buryReplaced(event, deps)),
      on(ImageDeleted, (event) => bury(event, deps)),
      ...projected.map((event) => on(event as typeof ImageTagged, (received) => project(received, deps))),
    ],
    () => runtime,
  )
  const deliver = async (...events: DarkroomEvent[]) => {
    for (const event of events) await run(sqsBatch([busEvent(event)]), lambdaContext())
  }
  const reader = catalogReader(client, "ImageMetadata")
  return { runtime, run, deliver, entry: reader.entry, reader }
}

/** All items of a photo or video, but how it is watched: that is no fact of it, and depends on the order in which things came. */
export async function itemsOf(client: DynamoDBDocumentClient, imageId: string): Promise<Record<string, unknown>[]> {
  return (await allItemsOf(client, imageId)).filter(({ sk }) => sk !== WATCH)
}

export async function allItemsOf(client: DynamoDBDocumentClient, imageId: string): Promise<Record<string, unknown>[]> {
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName: "ImageMetadata",
      KeyConditionExpression: "pk = :pk",
      ExpressionAttributeValues: { ":pk": `IMAGE#${imageId}` },
    }),
  )
  return Items
}

export function orders<Item>(items: readonly Item[]): Item[][] {
  if (items.length === 0) return [[]]
  return items.flatMap((item, index) =>
    orders([...items.slice(0, index), ...items.slice(index + 1)]).map((rest) => [item, ...rest]),
  )
}
