import { failurePart, ownerChecksum, packLabelNames, retryPart } from "@darkroom/catalog-model"
import type {
  DarkroomEvent,
  Image,
  ImageProcessed,
  ImageRejected,
  ImageReplaced,
  ImageTagged,
  ImageUndecodable,
  ImageUploaded,
  MetadataExtracted,
  ProcessingFailed,
  RetryRequested,
  ThumbnailGenerated,
} from "@darkroom/events"
import type { Change } from "./change.ts"
import { failedMessageOf } from "./failed-message.ts"

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
  | RetryRequested

/** Which part of the record an event writes, and what it says in one line of the timeline. */
export function changeOf(event: Projected): { change: Change; note?: string } {
  const written = writtenBy(event)
  switch (event.type) {
    case "ImageUploaded": {
      const { image, uploadedAt } = event.data
      return { change: { part: "uploaded", value: written, facts: { ...factsOf(image), uploadedAt } } }
    }
    case "MetadataExtracted": {
      const { image, metadata } = event.data
      const change = {
        part: "metadata",
        value: { ...written, value: metadata },
        facts: { ...factsOf(image), ...checksumOf(image, metadata.sha256) },
        remove: [failurePart("metadata")],
      }
      return { change, note: `${metadata.format}, ${metadata.width} x ${metadata.height}` }
    }
    case "ImageRejected": {
      const { image, reason, message } = event.data
      const value = { ...written, reason, message }
      return { change: { part: "rejected", value, facts: factsOf(image) }, note: reason }
    }
    case "ImageTagged": {
      const { image, labels, skipped, modelVersion } = event.data
      const value = { ...written, labels: labels.length, names: packLabelNames(labels), skipped, modelVersion }
      return {
        change: { part: "tagging", value, facts: factsOf(image), remove: [failurePart("tagging")] },
        note: skipped ?? counted(labels.length, "label"),
      }
    }
    case "ThumbnailGenerated": {
      const { image, ...thumbnail } = event.data
      const change = {
        part: "thumbnail",
        value: { ...written, ...thumbnail },
        facts: { ...factsOf(image), ...checksumOf(image, thumbnail.sha256) },
        remove: [failurePart("thumbnail")],
      }
      return { change, note: counted(thumbnail.renditions.length, "rendition") }
    }
    case "ImageReplaced": {
      const { imageId, replacedBy } = event.data
      return { change: { part: "replaced", value: written, facts: factsOf(replacedBy) }, note: imageId }
    }
    case "ImageUndecodable":
      return {
        change: { part: "undecodable", value: written, facts: factsOf(event.data.image) },
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
        change: { part: failurePart(service), value, unless: service },
        note: `${service}, ${failureClass}: ${event.data.error.name}`,
      }
    }
    case "RetryRequested": {
      const { image, service, failure } = event.data
      const value = { ...written, ...(failure === null ? {} : { failure }) }
      return { change: { part: retryPart(service), value, facts: factsOf(image) }, note: service }
    }
  }
}

function writtenBy({ metadata }: DarkroomEvent) {
  return { time: metadata.time, eventId: metadata.id }
}

function factsOf(image: Image) {
  return { image, owner: image.owner }
}

/** For the index byChecksum. */
function checksumOf({ owner }: Image, sha256: string | null) {
  return sha256 === null ? {} : { ownerChecksum: ownerChecksum(owner, sha256) }
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`
}
