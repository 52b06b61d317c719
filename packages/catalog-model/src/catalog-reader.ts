import { GetCommand, QueryCommand, type QueryCommandInput } from "@aws-sdk/lib-dynamodb"
import { type Found, type FoundItem, foundIn } from "./found.ts"
import { type Glance, glanceProjection } from "./glance.ts"
import { type Seen, seenIn, type SeenItem } from "./seen.ts"
import { EVENT_PREFIX, failedKey, FOUND_PREFIX, imageIdIn, LABEL_PREFIX, RECORD, recordKey } from "./keys.ts"
import { surestFirst } from "./label-names.ts"
import {
  byChecksum,
  byCorrelation,
  byLabel,
  byOwner,
  type LabelPlace,
  labelsUnder,
  type Page,
  type PageOptions,
  partition,
  type Projection,
  type UploadPlace,
  type WantedLabel,
} from "./queries.ts"
import type { FailedMessage, ImageRecord, LabelItem, TimelineEntry } from "./record.ts"
import { type Documents, getAll, type Item, queryAll } from "./table-reads.ts"

/** Everything that the catalog has on one photo or video. */
export interface CatalogEntry {
  readonly record: ImageRecord
  /** Strongest first. */
  readonly labels: readonly LabelItem[]
  /** What the same recognition found besides. */
  readonly found: Found
  /** The same of a video, its labels included; undefined of a photo. */
  readonly seen?: Seen
  /** Oldest first. */
  readonly timeline: readonly TimelineEntry[]
}

export type CorrelatedEvent = TimelineEntry & { readonly imageId: string }

export interface CatalogReader {
  /** The photo, or its tombstone; undefined where the catalog has never heard of it. */
  entry(imageId: string): Promise<CatalogEntry | undefined>
  /** The record, or the tombstone, alone. */
  record(imageId: string): Promise<ImageRecord | undefined>
  /** Records of those that there are, in the given order. */
  records(imageIds: readonly string[]): Promise<ImageRecord[]>
  /** Records of one owner, newest upload first. */
  ofOwner(owner: string, limit: number): Promise<ImageRecord[]>
  /** The same by pages. */
  pageOfOwner(owner: string, options?: PageOptions<UploadPlace>): Promise<Page<ImageRecord, UploadPlace>>
  /** The same, and of each record only what searches look at. */
  glancesOfOwner(owner: string, options?: PageOptions<UploadPlace>): Promise<Page<Glance, UploadPlace>>
  /** Ids of the owner's photos with that label at `minConfidence` per cent or more, most confident first. */
  withLabel(owner: string, name: string, minConfidence: number, limit: number): Promise<string[]>
  /** The same by pages. */
  pageWithLabel(
    owner: string,
    label: WantedLabel,
    options?: PageOptions<LabelPlace>,
  ): Promise<Page<LabelPlace, LabelPlace>>
  /** Ids of the owner's photos with these bytes. */
  withChecksum(owner: string, sha256: string): Promise<string[]>
  /** The events of one upload, oldest first, each with the photo or video that it is about. */
  correlated(correlationId: string): Promise<CorrelatedEvent[]>
  /** The photo's labels, strongest first. */
  labelsOf(imageId: string): Promise<LabelItem[]>
  /** The latest message that the service gave up. */
  failedMessage(imageId: string, service: string): Promise<FailedMessage | undefined>
}

/** Reads the table ImageMetadata; services/catalog alone writes it. */
export function catalogReader(client: Documents, table: string): CatalogReader {
  const query = (input: Omit<QueryCommandInput, "TableName">) => queryAll(client, { TableName: table, ...input })
  const get = async (Key: Item) =>
    (await client.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }))).Item
  const page = async (input: Omit<QueryCommandInput, "TableName">) => {
    const { Items = [], LastEvaluatedKey } = await client.send(new QueryCommand({ TableName: table, ...input }))
    return { items: Items, last: LastEvaluatedKey }
  }
  const uploads = async <Found>(owner: string, options: PageOptions<UploadPlace> = {}, projection?: Projection) => {
    const { items, last } = await page(byOwner(owner, options, projection))
    const next = last && { uploadedAt: String(last["uploadedAt"]), imageId: imageIdIn(last) }
    return { found: items as unknown as Found[], next }
  }
  return {
    async entry(imageId) {
      return toEntry(await query({ ...partition(imageId), ConsistentRead: true }))
    },
    record: async (imageId) => (await get(recordKey(imageId))) as ImageRecord | undefined,
    async records(imageIds) {
      const found = (await getAll(client, table, [...new Set(imageIds)].map(recordKey))) as unknown as ImageRecord[]
      const byId = new Map(found.map((record) => [record.imageId, record]))
      return imageIds.flatMap((imageId) => byId.get(imageId) ?? [])
    },
    ofOwner: async (owner, limit) => (await query(byOwner(owner, { limit }))) as unknown as ImageRecord[],
    pageOfOwner: (owner, options) => uploads<ImageRecord>(owner, options),
    glancesOfOwner: (owner, options) => uploads<Glance>(owner, options, glanceProjection),
    async withLabel(owner, name, minConfidence, limit) {
      const items = await query(byLabel(owner, { name, minConfidence }, { limit }))
      return items.map((item) => String(item["imageId"]))
    },
    async pageWithLabel(owner, label, options) {
      const { items, last } = await page(byLabel(owner, label, options))
      const place = ({ confidence, imageId }: Item) => ({ confidence: Number(confidence), imageId: String(imageId) })
      return { found: items.map(place), next: last && place({ ...last, imageId: imageIdIn(last) }) }
    },
    async withChecksum(owner, sha256) {
      return (await query(byChecksum(owner, sha256))).map(imageIdIn)
    },
    async correlated(correlationId) {
      const items = await query(byCorrelation(correlationId))
      return items.map((item) => ({ ...(item as unknown as TimelineEntry), imageId: imageIdIn(item) }))
    },
    async labelsOf(imageId) {
      return surestFirst((await query(labelsUnder(imageId))) as unknown as LabelItem[])
    },
    failedMessage: async (imageId, service) => (await get(failedKey(imageId, service))) as FailedMessage | undefined,
  }
}

function toEntry(items: readonly Item[]): CatalogEntry | undefined {
  const under = (prefix: string) => items.filter((item) => String(item["sk"]).startsWith(prefix))
  const record = items.find((item) => item["sk"] === RECORD) as ImageRecord | undefined
  if (record === undefined) return undefined
  const eventId = record.tagging?.eventId
  const found = under(FOUND_PREFIX)
  const isVideo = record.media === "video"
  return {
    record,
    labels: surestFirst(under(LABEL_PREFIX) as unknown as LabelItem[]),
    found: foundIn(isVideo ? [] : (found as unknown as FoundItem[]), eventId),
    ...(isVideo ? { seen: seenIn(found as unknown as SeenItem[], eventId) } : {}),
    timeline: (under(EVENT_PREFIX) as unknown as TimelineEntry[]).sort((a, b) => a.time.localeCompare(b.time)),
  }
}
