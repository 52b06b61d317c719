import { imageKey, LABEL_PREFIX, labelKey, ownerChecksum, ownerLabel, recordKey } from "./keys.ts"
import type { Item } from "./table-reads.ts"

/** A place in an owner's photos, newest upload first. */
export interface UploadPlace {
  readonly uploadedAt: string
  readonly imageId: string
}

/** A place in an owner's photos with one label, surest first. */
export interface LabelPlace {
  readonly confidence: number
  readonly imageId: string
}

/** One page of an index; `next` is where the following one begins, undefined behind the last. */
export interface Page<Found, Place> {
  readonly found: readonly Found[]
  readonly next: Place | undefined
}

export interface PageOptions<Place> {
  /** Not itself in the page. */
  readonly after?: Place | undefined
  /** Items at the most; DynamoDB gives no more than 1 MB anyway. */
  readonly limit?: number
}

export interface WantedLabel {
  readonly name: string
  /** Per cent. */
  readonly minConfidence: number
}

export interface Projection {
  readonly ProjectionExpression?: string
  readonly ExpressionAttributeNames?: Record<string, string>
}

export function partition(imageId: string) {
  return { KeyConditionExpression: "pk = :pk", ExpressionAttributeValues: { ":pk": imageKey(imageId) } }
}

export function byOwner(
  owner: string,
  { after, limit }: PageOptions<UploadPlace>,
  { ExpressionAttributeNames, ...projection }: Projection = {},
) {
  return {
    IndexName: "byOwner",
    KeyConditionExpression: "#owner = :owner",
    ExpressionAttributeNames: { "#owner": "owner", ...ExpressionAttributeNames },
    ExpressionAttributeValues: { ":owner": owner },
    ...projection,
    ...backward(limit, after && { ...recordKey(after.imageId), owner, uploadedAt: after.uploadedAt }),
  }
}

export function byLabel(
  owner: string,
  { name, minConfidence }: WantedLabel,
  { after, limit }: PageOptions<LabelPlace> = {},
) {
  const partition = ownerLabel(owner, name)
  return {
    IndexName: "byLabel",
    KeyConditionExpression: "ownerLabel = :label AND confidence >= :min",
    ExpressionAttributeValues: { ":label": partition, ":min": minConfidence },
    ...backward(
      limit,
      after && { ...labelKey(after.imageId, name), ownerLabel: partition, confidence: after.confidence },
    ),
  }
}

function backward(limit: number | undefined, start: Item | undefined) {
  return {
    ScanIndexForward: false,
    ...(limit === undefined ? {} : { Limit: limit }),
    ...(start ? { ExclusiveStartKey: start } : {}),
  }
}

export function byChecksum(owner: string, sha256: string) {
  return {
    IndexName: "byChecksum",
    KeyConditionExpression: "ownerChecksum = :checksum",
    ExpressionAttributeValues: { ":checksum": ownerChecksum(owner, sha256) },
  }
}

export function byCorrelation(correlationId: string) {
  return {
    IndexName: "byCorrelation",
    KeyConditionExpression: "correlationId = :correlation",
    ExpressionAttributeValues: { ":correlation": correlationId },
  }
}

export function labelsUnder(imageId: string) {
  return {
    KeyConditionExpression: "pk = :pk AND begins_with(sk, :labels)",
    ExpressionAttributeValues: { ":pk": imageKey(imageId), ":labels": LABEL_PREFIX },
  }
}
