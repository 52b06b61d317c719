import { all, type Resources } from "./resources.ts"

interface Notification {
  readonly filterPrefix?: string
  readonly filterSuffix?: string
}

interface NotificationState {
  readonly lambdaFunctions?: readonly Notification[]
  readonly queues?: readonly Notification[]
  readonly topics?: readonly Notification[]
}

/**
 * S3 compares a notification's prefix and suffix letter by letter: a wildcard stands for itself there. Without either, an object that the
 * receiver writes to the bucket comes back to it.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-filtering.html
 */
export function notificationFilters(resources: Resources): string[] {
  return all<NotificationState>(resources, "s3/bucketNotification").flatMap(({ name, state }) =>
    [...(state.lambdaFunctions ?? []), ...(state.queues ?? []), ...(state.topics ?? [])].flatMap((each) => {
      const { filterPrefix: prefix, filterSuffix: suffix } = each
      if (!prefix && !suffix) return [`${name}: is notified of every object`]
      return [prefix, suffix].flatMap((text) =>
        text?.includes("*") ? [`${name}: the filter ${text} has a wildcard`] : [],
      )
    }),
  )
}

interface RuleState {
  readonly eventPattern?: string
}

interface S3Pattern {
  readonly source?: readonly unknown[]
  readonly detail?: { readonly bucket?: { readonly name?: unknown }; readonly object?: { readonly key?: unknown } }
}

/**
 * A rule on S3's events names the bucket and which keys: the default bus has the events of every bucket in the account.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventBridge.html
 */
export function objectPatterns(resources: Resources): string[] {
  return all<RuleState>(resources, "cloudwatch/eventRule").flatMap(({ name, state }) => {
    const { source = [], detail } = JSON.parse(state.eventPattern ?? "{}") as S3Pattern
    if (!source.includes("aws.s3")) return []
    return [
      ...(detail?.bucket?.name ? [] : [`${name}: takes the events of every bucket`]),
      ...(detail?.object?.key ? [] : [`${name}: takes the events of every object`]),
    ]
  })
}

interface LifecycleRule {
  readonly id: string
  readonly filter?: { readonly prefix?: string; readonly objectSizeGreaterThan?: number; readonly and?: object }
  readonly transitions?: readonly { readonly storageClass: string }[]
}

interface LifecycleState {
  readonly rules: readonly LifecycleRule[]
  readonly transitionDefaultMinimumObjectSize?: string
}

const lifecyclesOf = (resources: Resources) => all<LifecycleState>(resources, "s3/bucketLifecycleConfiguration")

/** A lifecycle rule has a filter; an empty one is for all objects. https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html */
export function lifecycleFilters(resources: Resources): string[] {
  return lifecyclesOf(resources).flatMap(({ name, state }) =>
    state.rules.filter(({ filter }) => filter === undefined).map(({ id }) => `${name}: the rule ${id} has no filter`),
  )
}

/**
 * What archives objects says from which size on: by default those under 128 KB stay where they are.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketLifecycleConfiguration.html
 */
export function smallObjects(resources: Resources): string[] {
  return lifecyclesOf(resources).flatMap(({ name, state }) => {
    if (state.transitionDefaultMinimumObjectSize === "varies_by_storage_class") return []
    return state.rules
      .filter(({ transitions = [], filter }) => transitions.length > 0 && filter?.objectSizeGreaterThan === undefined)
      .map(({ id }) => `${name}: the rule ${id} leaves objects under 128 KB where they are`)
  })
}
