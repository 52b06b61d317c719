import type { StoredObject } from "./object-table.ts"
import type { LifecycleRule, LifecycleTime, NoncurrentTime } from "./types.ts"

const DAY = 24 * 3600 * 1000
/** Smaller objects do not change their class unless the rule says which sizes do. */
const MINIMUM_TRANSITION_BYTES = 128 * 1024
/** Under `varies_by_storage_class` these take objects of any size. https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html */
const CLASSES_OF_ANY_SIZE = ["GLACIER", "DEEP_ARCHIVE"]

/** Whether the rule counts and is about keys like that one. */
export function isForKey(rule: LifecycleRule, key: string): boolean {
  return rule.status !== "Disabled" && key.startsWith(prefixOf(rule))
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-filters.html */
export function isForObject(rule: LifecycleRule, { key, size, tags }: StoredObject): boolean {
  const { greaterThan, lessThan } = sizesOf(rule)
  const { filter } = rule
  const wanted = { ...filter?.and?.tags, ...(filter?.tag ? { [filter.tag.key]: filter.tag.value } : {}) }
  return (
    isForKey(rule, key) &&
    size > (greaterThan ?? -1) &&
    size < (lessThan ?? Infinity) &&
    Object.entries(wanted).every(([name, value]) => tags[name] === value)
  )
}

export function isExpired(
  { expiration }: LifecycleRule,
  { modified }: Pick<StoredObject, "modified">,
  now: number,
): boolean {
  return expiration !== undefined && isDue(expiration, modified, now)
}

/** The storage class that the object should have by now: that of the latest transition that is due. */
export function dueStorageClass(rule: LifecycleRule, object: StoredObject, now: number): string | undefined {
  const due = (rule.transitions ?? []).filter(
    (transition) => isDue(transition, object.modified, now) && !isTooSmall(rule, object, transition.storageClass),
  )
  return due.toSorted((a, b) => (a.days ?? 0) - (b.days ?? 0)).at(-1)?.storageClass
}

/** Whether a version is to go that has been noncurrent since then, and that many newer noncurrent ones are before. */
export function isNoncurrentExpired(rule: LifecycleRule, since: number, newer: number, now: number): boolean {
  const { noncurrentVersionExpiration: expiration } = rule
  return expiration !== undefined && isNoncurrentDue(expiration, since, newer, now)
}

/** As `dueStorageClass`, for a version that has been noncurrent since then. */
export function dueNoncurrentClass(
  rule: LifecycleRule,
  object: StoredObject,
  since: number,
  newer: number,
  now: number,
): string | undefined {
  const transitions = rule.noncurrentVersionTransitions ?? []
  const due = transitions.filter(
    (transition) =>
      isNoncurrentDue(transition, since, newer, now) && !isTooSmall(rule, object, transition.storageClass),
  )
  return due.toSorted((a, b) => (a.noncurrentDays ?? 0) - (b.noncurrentDays ?? 0)).at(-1)?.storageClass
}

function isNoncurrentDue(time: NoncurrentTime, since: number, newer: number, now: number): boolean {
  const { noncurrentDays: days, newerNoncurrentVersions = 0 } = time
  return days !== undefined && newer >= newerNoncurrentVersions && isDue({ days }, since, now)
}

function isTooSmall(rule: LifecycleRule, { size }: StoredObject, storageClass: string): boolean {
  const { greaterThan, lessThan } = sizesOf(rule)
  const varies = rule.transitionDefaultMinimumObjectSize === "varies_by_storage_class"
  if (varies && CLASSES_OF_ANY_SIZE.includes(storageClass)) return false
  return greaterThan === undefined && lessThan === undefined && size < MINIMUM_TRANSITION_BYTES
}

export function isAbandoned({ abortIncompleteMultipartUpload }: LifecycleRule, initiated: number, now: number) {
  const days = abortIncompleteMultipartUpload?.daysAfterInitiation
  return days !== undefined && isDue({ days }, initiated, now)
}

function isDue({ days, date }: LifecycleTime, since: number, now: number): boolean {
  if (days !== undefined) return now >= midnightAfter(since, days)
  return date !== undefined && now >= Date.parse(date)
}

/** Days count from the next midnight UTC. https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html */
export function midnightAfter(since: number, days: number): number {
  return (Math.floor((since + days * DAY) / DAY) + 1) * DAY
}

const prefixOf = ({ filter, prefix }: LifecycleRule) => filter?.prefix ?? filter?.and?.prefix ?? prefix ?? ""

const sizesOf = ({ filter }: LifecycleRule) => ({
  greaterThan: filter?.objectSizeGreaterThan ?? filter?.and?.objectSizeGreaterThan,
  lessThan: filter?.objectSizeLessThan ?? filter?.and?.objectSizeLessThan,
})
