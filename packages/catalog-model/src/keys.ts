// Keys of the table ImageMetadata; docs/data-model.md has the access patterns.

export const RECORD = "RECORD"
export const EVENT_PREFIX = "EVENT#"
export const LABEL_PREFIX = "LABEL#"
export const FOUND_PREFIX = "FOUND#"

export function imageKey(imageId: string): string {
  return `IMAGE#${imageId}`
}

/** Undoes imageKey. */
export function imageIdIn({ pk }: { readonly pk?: unknown }): string {
  return String(pk).slice(imageKey("").length)
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

/** Of one part of what an ImageTagged found of one kind; the event's id in it keeps what two events found apart. */
export function foundKey(imageId: string, kind: string, eventId: string, part: number) {
  return { pk: imageKey(imageId), sk: `${FOUND_PREFIX}${kind}#${eventId}#${String(part).padStart(3, "0")}` }
}

/** Partition of the index byLabel. */
export function ownerLabel(owner: string, name: string): string {
  return `${owner}#${name}`
}

/** A message that the service gave up, the latest. */
export function failedKey(imageId: string, service: string) {
  return { pk: imageKey(imageId), sk: `FAILED#${service}` }
}

/** Partition of the index byChecksum. `sha256` is hexadecimal. */
export function ownerChecksum(owner: string, sha256: string): string {
  return `${owner}#${sha256}`
}

export const WATCH = "WATCH"

/** Until when a photo's steps are waited for. */
export function watchKey(imageId: string) {
  return { pk: imageKey(imageId), sk: WATCH }
}

/** Partitions of the index byDue: the first digit of the photos' ids, so that many uploads at once are written to many of them. */
export const watchShards = Array.from({ length: 16 }, (_, digit) => digit.toString(16))

export function watchShard(imageId: string): string {
  return imageId.charAt(0)
}
