// Keys of the table ImageMetadata; docs/data-model.md has the access patterns.

export const RECORD = "RECORD"
export const EVENT_PREFIX = "EVENT#"
export const LABEL_PREFIX = "LABEL#"

export function imageKey(imageId: string): string {
  return `IMAGE#${imageId}`
}

export function recordKey(imageId: string) {
  return { pk: imageKey(imageId), sk: RECORD }
}

export function eventKey(imageId: string, eventId: string) {
  return { pk: imageKey(imageId), sk: `${EVENT_PREFIX}${eventId}` }
}

export function labelKey(imageId: string, name: string) {
  return { pk: imageKey(imageId), sk: `${LABEL_PREFIX}${name}` }
}

/** Partition of the index byLabel. */
export function ownerLabel(owner: string, name: string): string {
  return `${owner}#${name}`
}
