import { type Image, type ImageMetadata, stepSchema, type VideoMetadata } from "@darkroom/events"
import { failurePart, type ImageRecord, retryPart, type Retried, type StepFailure } from "./record.ts"

/** With what, when and where something was taken. */
const shot = ["make", "model", "takenAt", "location"] as const

/** What searches and counts look at: a share of an ImageRecord that is quick to read in thousands. */
export interface Glance extends Pick<ImageRecord, "imageId" | "owner" | "media" | "uploadedAt" | "deletedAt"> {
  readonly image?: Pick<Image, "key" | "profile">
  readonly metadata?: { readonly value: Pick<ImageMetadata, (typeof shot)[number]> }
  readonly video?: { readonly value: Pick<VideoMetadata, (typeof shot)[number]> }
  readonly tagging?: Pick<NonNullable<ImageRecord["tagging"]>, "labels" | "names" | "texts" | "features" | "skipped">
  readonly thumbnail?: object
  readonly categorization?: object
  readonly rejected?: object
  readonly [failure: `failed:${string}`]: Pick<StepFailure, "eventId">
  readonly [retry: `retried:${string}`]: Pick<Retried, "failure">
}

// The steps' own failures decide on the status; those of other services do not.
const steps = stepSchema.options

/** Paths of a record that make a Glance. */
const paths: readonly (readonly string[])[] = [
  ["imageId"],
  ["owner"],
  ["media"],
  ["uploadedAt"],
  ["image", "key"],
  ["image", "profile"],
  ...shot.flatMap((name) => [
    ["metadata", "value", name],
    ["video", "value", name],
  ]),
  ["tagging", "labels"],
  ["tagging", "names"],
  ["tagging", "texts"],
  ["tagging", "features"],
  ["tagging", "skipped"],
  ["thumbnail", "eventId"],
  ["categorization", "eventId"],
  ["rejected", "eventId"],
  ...steps.map((step) => [failurePart(step), "eventId"]),
  ...steps.map((step) => [retryPart(step), "failure"]),
]

const names = [...new Set(paths.flat())]

/** The parameters of a query that reads glances; every name is a placeholder, so none can be a reserved word. */
export const glanceProjection = {
  ProjectionExpression: paths.map((path) => path.map((name) => `#p${names.indexOf(name)}`).join(".")).join(", "),
  ExpressionAttributeNames: Object.fromEntries(names.map((name, index) => [`#p${index}`, name])),
}

/** With what, when and where a photo or video was taken; undefined until it was read. */
export function shotOf({ metadata, video }: Pick<Glance, "metadata" | "video">) {
  return metadata?.value ?? video?.value
}
