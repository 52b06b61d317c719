import { Resource } from "sst"

/** What the stacks link to functions, by the name of the resource. */
export interface Links {
  App: { name: string; stage: string }
  Live: { endpoint: string; authorizer: string }
  Output: { name: string }
  Events: { name: string }
  ImageMetadata: { name: string }
  Uploads: { name: string }
  Backfills: { name: string }
  DeadLetters: { name: string }
  Idempotency: { name: string }
  Notifications: { arn: string }
  AlbumMetadata: { name: string }
  Photos: { name: string }
  QualitySuccess: { arn: string }
  QualityFailure: { arn: string }
  QualityReview: { arn: string }
  Users: { id: string }
  VideoCompletions: { arn: string }
  VideoJobs: { name: string }
  /** One a recipient with a webhook: what its messages are signed with. */
  [secret: `${string}WebhookSecret`]: { value: string }
}

/** The linked resource of that name. SST's own error says so where the function has no such link. */
export function linked<Name extends keyof Links>(name: Name): Links[Name] {
  return (Resource as unknown as Links)[name]
}

/** A value made on first use and kept: modules can be imported where there are no links, as in tests. */
export function lazy<Value>(make: () => Value): () => Value {
  let made: { value: Value } | undefined
  return () => (made ??= { value: make() }).value
}
