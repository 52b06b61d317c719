import { DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { BatchWriteCommand, DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb"
import {
  catalogReader,
  countsOf,
  eventKey,
  failedKey,
  type Found,
  foundItems,
  type ImageRecord,
  labelKey,
  ownerChecksum,
  ownerLabel,
  packLabelNames,
  packTexts,
  recordKey,
  type SentAgain,
} from "@darkroom/catalog-model"
import { imageMetadataTable } from "@darkroom/catalog-model/testing"
import {
  type DarkroomEvent,
  derivedId,
  type Feature,
  type FeatureFailure,
  type Image,
  type ImageMetadata,
  ImageTagged,
  ImageUploaded,
  imageIdOf,
  type Label,
  MetadataExtracted,
  RetryRequested,
  ThumbnailGenerated,
} from "@darkroom/events"
import { startTables, tableNode } from "@darkroom/local/embedded"
import { notFound } from "../errors.ts"
import { resendStep } from "../resend-step.ts"
import type { PhotoDeps } from "./photo-deps.ts"
import { photoRoutes } from "./photo-routes.ts"

export const NOW = Date.parse("2026-11-21T12:00:00.000Z")

/** The engine's DynamoDB with the catalog's table, and items as the catalog writes them. */
export async function startCatalog() {
  uploads = 0
  const tables = await startTables([tableNode(imageMetadataTable)])
  const client = new DynamoDBClient(tables.client)
  const documents = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } })
  return {
    documents,
    catalog: catalogReader(documents, "ImageMetadata"),
    async put(...photos: readonly Photo[]) {
      const items = photos.flatMap((photo) => photo.items)
      for (let start = 0; start < items.length; start += 25) {
        const requests = items.slice(start, start + 25).map((Item) => ({ PutRequest: { Item } }))
        await documents.send(new BatchWriteCommand({ RequestItems: { ImageMetadata: requests } }))
      }
    },
    async close() {
      client.destroy()
      await tables.close()
    },
  }
}

/** The routes with fakes around them: what they publish and send again, and albums by id. */
export function startRoutes({ catalog }: Pick<PhotoDeps, "catalog">, albums: Record<string, readonly string[]> = {}) {
  const published: DarkroomEvent[] = []
  const resent: SentAgain[] = []
  const forgotten: string[] = []
  const resending = { catalog, resend: async (events: readonly SentAgain[]) => void resent.push(...events) }
  let time = NOW
  const deps: PhotoDeps = {
    catalog,
    albums: {
      async photoIds(_, albumId) {
        const photoIds = albums[albumId]
        if (photoIds === undefined) throw notFound()
        return [...photoIds]
      },
      albumsOf: async (_, photoId) =>
        Object.keys(albums)
          .filter((albumId) => albums[albumId]?.includes(photoId))
          .map((albumId) => ({ albumId, name: `Album ${albumId}` })),
      forget: async (owner, photoId) => void forgotten.push(`${owner} ${photoId}`),
    },
    urls: {
      rendition: async (key) => `https://photos.test/${key}`,
      play: async (key, contentType) => `https://photos.test/${key}?play=${encodeURIComponent(contentType)}`,
      download: async (key, fileName) => `https://photos.test/${key}?as=${encodeURIComponent(fileName)}`,
    },
    async publish(events) {
      published.push(...events)
      for (const event of events)
        if (event.type === RetryRequested.name) await resendStep(event as RetryRequested, resending)
    },
    clock: { now: () => time },
  }
  return { deps, routes: photoRoutes(deps), published, resent, forgotten, wait: (ms: number) => void (time += ms) }
}

export interface PhotoSpec {
  readonly owner?: string
  readonly name?: string
  readonly key?: string
  readonly uploadedAt?: string
  readonly metadata?: Partial<ImageMetadata> | null
  readonly labels?: Readonly<Record<string, number>> | null
  /** What recognition found besides labels. */
  readonly found?: Partial<Found>
  readonly features?: readonly Feature[]
  readonly failed?: readonly FeatureFailure[]
  readonly image?: Partial<Image>
  readonly thumbnail?: boolean
  /** Further parts of the record. */
  readonly parts?: Partial<ImageRecord>
  /** By service: the message that it gave up, made of the photo's MetadataExtracted. */
  readonly messages?: (extracted: MetadataExtracted) => Readonly<Record<string, Message>>
  /** As an earlier catalog wrote it: no names in the record. */
  readonly early?: boolean
}

interface Message {
  readonly eventId: string
  readonly type: string
  readonly source: string
  readonly detail: string
}

export type Photo = ReturnType<typeof photo>

/** Of the catalog that was started last: a photo's id is the same whatever ran before. */
let uploads = 0

/** One photo of which everything is known, unless the spec leaves something out. */
export function photo(spec: PhotoSpec = {}) {
  const { owner = "ada", name = "IMG_1.jpg", uploadedAt = "2026-11-21T09:00:00.000Z", thumbnail = true } = spec
  const key = spec.key ?? `private/${owner}/uploads/upload-1/${name}`
  const id = imageIdOf("photos", key, String(uploads++))
  const image = { ...ImageUploaded.example.image, id, owner, key, ...spec.image }
  const uploaded = ImageUploaded.create(
    { image, uploadedAt },
    { id: derivedId("uploaded", id), groupKey: id, origin: "upload", time: new Date(uploadedAt) },
  )
  const value = { ...MetadataExtracted.example.metadata, ...spec.metadata }
  const extracted = MetadataExtracted.create(
    { image, metadata: value },
    { cause: uploaded, time: new Date(Date.parse(uploadedAt) + 1000) },
  )
  const labels = labelsOf(spec)
  const written = { time: extracted.metadata.time, eventId: extracted.metadata.id }
  const { image: _, ...rendered } = ThumbnailGenerated.example
  const names = spec.early ? {} : { names: packLabelNames(labels) }
  const tagged = taggedBy(extracted, labels, spec)
  const { features, failed, skipped, modelVersion, response } = tagged.data
  const texts = packTexts(tagged.data)
  const told = { features, failed, counts: countsOf(tagged.data), response, ...(texts === undefined ? {} : { texts }) }
  const tagging = {
    time: tagged.metadata.time,
    eventId: tagged.metadata.id,
    labels: labels.length,
    ...names,
    ...(spec.early ? {} : told),
    skipped,
    modelVersion,
  }
  const record = {
    imageId: id,
    image,
    owner,
    uploadedAt,
    uploaded: { time: uploadedAt, eventId: uploaded.metadata.id },
    ...(spec.metadata === null ? {} : { metadata: { ...written, value } }),
    ...(spec.metadata === null || !value.sha256 ? {} : { ownerChecksum: ownerChecksum(owner, value.sha256) }),
    ...(spec.labels === null ? {} : { tagging }),
    ...(thumbnail ? { thumbnail: { ...written, ...rendered } } : {}),
    ...spec.parts,
  } as ImageRecord
  const items = [
    { ...recordKey(id), ...record },
    ...labels.map((label) => ({
      ...labelKey(id, label.name),
      ...label,
      imageId: id,
      eventId: tagged.metadata.id,
      ownerLabel: ownerLabel(owner, label.name),
    })),
    ...foundItems(id, tagging, tagged.data),
    ...[uploaded, extracted, ...(spec.labels === null ? [] : [tagged])].map(({ type, source, metadata }) => {
      const { id: eventId, time, correlationId, causationId, origin, attempt } = metadata
      const entry = { eventId, time, type, source, correlationId, causationId, origin, attempt }
      return { ...eventKey(id, eventId), ...entry }
    }),
    ...Object.entries(spec.messages?.(extracted) ?? {}).map(([service, message]) => ({
      ...failedKey(id, service),
      service,
      time: written.time,
      ...message,
    })),
  ] as Record<string, unknown>[]
  return { id, owner, record, labels, items, uploaded, extracted, tagged }
}

function taggedBy(cause: MetadataExtracted, labels: Label[], { found, features, failed = [] }: PhotoSpec): ImageTagged {
  const { image, metadata } = cause.data
  const asked = features ?? ["labels"]
  const data = { image, metadata, labels, ...found, features: [...asked], failed: [...failed] }
  return ImageTagged.create(
    { ...data, skipped: null, modelVersion: "3.0" },
    {
      cause,
      time: new Date(Date.parse(cause.metadata.time)),
    },
  )
}

function labelsOf({ labels }: PhotoSpec): Label[] {
  const given = labels === undefined ? { Dog: 97.4, Grass: 60 } : (labels ?? {})
  return Object.entries(given).map(([name, confidence]) => ({
    name,
    confidence,
    parents: [],
    categories: [],
    instances: [{ confidence, boundingBox: { left: 0.1, top: 0.2, width: 0.3, height: 0.4 } }],
  }))
}
