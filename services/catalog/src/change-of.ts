import {
  type CategorizationPart,
  countsOf,
  failurePart,
  ownerChecksum,
  packLabelNames,
  packTexts,
  retryPart,
  seenCounts,
} from "@darkroom/catalog-model"
import {
  type DarkroomEvent,
  type Image,
  type ImageArchived,
  type ImageCategorized,
  type ImageMoved,
  type ImageProcessed,
  type ImageRestored,
  movedImageId,
  type RecognitionRequested,
  type ImageRejected,
  type ImageReplaced,
  type ImageStalled,
  type ImageTagged,
  type ImageUndecodable,
  type ImageUploaded,
  type MetadataExtracted,
  type ProcessingFailed,
  type RetryRequested,
  type ThumbnailGenerated,
  type Video,
  type VideoCopied,
  type VideoMetadataExtracted,
  type VideoRejected,
  type VideoTagged,
  type VideoUploaded,
} from "@darkroom/events"
import type { Change } from "./change.ts"
import { failedMessageOf } from "./failed-message.ts"
import { counted, seenNote, taggingNote } from "./tagging-note.ts"

/** The events that the catalog makes records of. */
export type Projected =
  | ImageUploaded
  | MetadataExtracted
  | ImageRejected
  | ImageReplaced
  | ImageTagged
  | ThumbnailGenerated
  | ImageUndecodable
  | ImageProcessed
  | ProcessingFailed
  | ImageStalled
  | RetryRequested
  | ImageCategorized
  | ImageMoved
  | ImageArchived
  | ImageRestored
  | RecognitionRequested
  | VideoUploaded
  | VideoMetadataExtracted
  | VideoRejected
  | VideoCopied
  | VideoTagged

/** Which part of the record an event writes, if any, and what it says in one line of the timeline. */
export function changeOf(event: Projected): { change?: Change; note?: string } {
  const written = writtenBy(event)
  switch (event.type) {
    case "ImageUploaded": {
      const { image, uploadedAt } = event.data
      return { change: { part: "uploaded", value: uploadOf(event), ...factsOf(image, { uploadedAt }) } }
    }
    case "MetadataExtracted": {
      const { image, metadata } = event.data
      const change = {
        part: "metadata",
        value: { ...written, value: metadata },
        ...factsOf(image, checksumOf(image, metadata.sha256)),
        remove: [failurePart("metadata")],
      }
      return { change, note: `${metadata.format}, ${metadata.width} x ${metadata.height}` }
    }
    case "VideoUploaded": {
      const { video, uploadedAt } = event.data
      return { change: { part: "uploaded", value: uploadOf(event), ...factsOfVideo(video, { uploadedAt }) } }
    }
    case "VideoMetadataExtracted": {
      const { video, metadata, poster } = event.data
      const { container, width, height, duration, sha256 } = metadata
      const thumbnail = poster === null ? {} : { thumbnail: { ...written, ...poster } }
      // Nobody else writes a video's thumbnail, so it goes with the part.
      const change = {
        part: "video",
        value: { ...written, value: metadata },
        ...factsOfVideo(video, { ...checksumOf(video, sha256), ...thumbnail }),
        ...(poster === null ? { remove: ["thumbnail"] } : {}),
      }
      return { change, note: `${container}, ${width} x ${height}, ${(duration / 1000).toFixed(1)} s` }
    }
    case "VideoRejected": {
      const { video, reason, message } = event.data
      const value = { ...written, reason, message }
      return { change: { part: "rejected", value, ...factsOfVideo(video) }, note: reason }
    }
    case "VideoCopied": {
      const { video, copy } = event.data
      const change = { part: "copied", value: { ...written, copy }, ...factsOfVideo(video) }
      return { change, note: `${copy.width} x ${copy.height}` }
    }
    case "VideoTagged": {
      const { video, labels, features, failed, skipped, modelVersion, response } = event.data
      const texts = packTexts(event.data)
      const searched = { names: packLabelNames(labels), ...(texts === undefined ? {} : { texts }) }
      const told = { features, failed, counts: seenCounts(event.data), skipped, modelVersion, response }
      const value = { ...written, labels: labels.length, ...searched, ...told }
      return {
        change: { part: "tagging", value, ...factsOfVideo(video), remove: [failurePart("video")] },
        note: seenNote(event.data),
      }
    }
    case "ImageRejected": {
      const { image, reason, message } = event.data
      const value = { ...written, reason, message }
      return { change: { part: "rejected", value, ...factsOf(image) }, note: reason }
    }
    case "ImageTagged": {
      const { image, labels, features, failed, skipped, modelVersion, response } = event.data
      const texts = packTexts(event.data)
      const searched = { names: packLabelNames(labels), ...(texts === undefined ? {} : { texts }) }
      const told = { features, failed, counts: countsOf(event.data), skipped, modelVersion, response }
      const value = { ...written, labels: labels.length, ...searched, ...told }
      return {
        change: { part: "tagging", value, ...factsOf(image), remove: [failurePart("tagging")] },
        note: taggingNote(event.data),
      }
    }
    case "ImageCategorized": {
      const { image, decision, taggedAt } = event.data
      const of = { tagged: event.metadata.causationId, taggedAt: taggedAt ?? written.time }
      const value = { ...written, ...decision, ...of } satisfies CategorizationPart
      const order = ["taggedAt", "time", "eventId"]
      return {
        change: { part: "categorization", value, ...factsOf(image), remove: [failurePart("categorization")], order },
        note: `${decision.category}: ${decision.reason}`,
      }
    }
    case "ImageMoved": {
      const { image, to, category } = event.data
      const { bucket, key, etag } = to
      const value = { ...written, bucket, key, etag, category }
      return { change: { part: "moved", value, ...factsOf(image) }, note: `moved to ${key}` }
    }
    case "ImageArchived": {
      const { key, storageClass, archivedAt } = event.data
      // S3's times have no milliseconds; they are compared as text.
      const value = { ...written, time: new Date(archivedAt).toISOString(), key, storageClass }
      return { change: { part: "archived", value }, note: `put into the archive (${storageClass})` }
    }
    case "ImageRestored": {
      const { key, until } = event.data
      const note = until === null ? "in the archive alone again" : `can be read until ${until}`
      const value = { ...written, key, until }
      return { change: { part: "restored", value }, note }
    }
    case "RecognitionRequested":
      return { note: event.data.features.join(", ") }
    case "ThumbnailGenerated": {
      const { image, ...thumbnail } = event.data
      const change = {
        part: "thumbnail",
        value: { ...written, ...thumbnail },
        ...factsOf(image, checksumOf(image, thumbnail.sha256)),
        remove: [failurePart("thumbnail")],
      }
      return { change, note: counted(thumbnail.renditions.length, "rendition") }
    }
    case "ImageReplaced": {
      const { imageId, replacedBy } = event.data
      return { change: { part: "replaced", value: written, ...factsOf(replacedBy) }, note: imageId }
    }
    case "ImageUndecodable":
      return {
        change: { part: "undecodable", value: written, ...factsOf(event.data.image) },
        note: event.data.reason,
      }
    case "ImageProcessed":
      return { change: { part: "processed", value: written } }
    case "ProcessingFailed": {
      const { service, class: failureClass, message, attempts, failedEvent } = event.data
      const kept = failedMessageOf(event) === undefined ? null : failedEvent
      const value = { ...written, class: failureClass, message, attempts, event: kept }
      // A step that has succeeded meanwhile has not failed.
      return {
        change: { part: failurePart(service), value, unless: partOfStep(service) },
        note: `${service}, ${failureClass}: ${event.data.error.name}`,
      }
    }
    case "ImageStalled":
      return { note: event.data.step }
    case "RetryRequested": {
      const { image, service, failure } = event.data
      const value = { ...written, ...(failure === null ? {} : { failure }) }
      return { change: { part: retryPart(service), value, ...factsOf(image) }, note: service }
    }
  }
}

/** The part that says that a service's step is done: a video is read first, and done when it was watched. */
function partOfStep(service: string): string {
  return service === "video" ? "tagging" : service
}

function writtenBy({ metadata }: DarkroomEvent) {
  return { time: metadata.time, eventId: metadata.id }
}

/** What a backfill brought may take longer. */
function uploadOf(event: ImageUploaded | VideoUploaded) {
  return { ...writtenBy(event), ...(event.metadata.origin === "backfill" ? { origin: "backfill" } : {}) }
}

/** The image is kept as it was uploaded: where it was moved to is a part of its own, whichever event tells of it first. */
function factsOf(image: Image, others: Record<string, string> = {}): Pick<Change, "facts" | "fallback"> {
  const facts = { owner: image.owner, ...others }
  return movedImageId(image.key) === image.id ? { facts, fallback: { image } } : { facts: { image, ...facts } }
}

/** No rules move videos. */
function factsOfVideo(video: Video, others: Record<string, unknown> = {}): Pick<Change, "facts"> {
  return { facts: { image: video, owner: video.owner, media: "video", ...others } }
}

/** For the index byChecksum. */
function checksumOf({ owner }: Image, sha256: string | null): Record<string, string> {
  return sha256 === null ? {} : { ownerChecksum: ownerChecksum(owner, sha256) }
}
